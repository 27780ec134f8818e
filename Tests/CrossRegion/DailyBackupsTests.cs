using System.Text.Json.Nodes;

namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class DailyBackupsTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Side(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/backups"));

    [Test]
    public void Each_region_backs_up_into_its_own_vault_and_copies_to_the_other()
    {
        var stack = SynthesizedStack.Default;
        var ways = Rules(stack).Select(rule => (
            stack.RegionOf(stack.Referenced(rule["target_vault_name"]!.GetValue<string>())),
            stack.RegionOf(stack.Referenced(rule["copy_action"]![0]!["destination_vault_arn"]!.GetValue<string>()))));

        Assert.That(ways, Is.EqualTo(new[] { ("us-east-1", "us-west-2"), ("us-west-2", "us-east-1") }));
    }

    [Test]
    public void Points_and_their_copies_are_kept_as_long_as_the_settings_say()
    {
        var rules = Rules(SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Backup__RetentionDays", "14")))).ToArray();

        Assert.That(rules.Select(rule => rule["lifecycle"]!["delete_after"]!.GetValue<int>()), Is.EqualTo(new[] { 14, 14 }));
        Assert.That(rules.Select(rule => rule["copy_action"]![0]!["lifecycle"]!["delete_after"]!.GetValue<int>()), Is.EqualTo(new[] { 14, 14 }));
    }

    [Test]
    public void Every_table_is_backed_up_once()
    {
        var stack = SynthesizedStack.Default;
        var selected = stack.Elements
            .Where(element => element.Type == "aws_backup_selection")
            .SelectMany(selection => selection.Body["resources"]!.AsArray())
            .Select(resource => stack.Referenced(resource!.GetValue<string>()));

        Assert.That(selected.Where(element => element.Type == "aws_dynamodb_table"), Is.EquivalentTo(stack.Elements.Where(element => element.Type == "aws_dynamodb_table")));
    }

    private static IEnumerable<JsonNode> Rules(SynthesizedStack stack) =>
        stack.Elements.Where(element => element.Type == "aws_backup_plan").Select(plan => plan.Body["rule"]![0]!);
}
