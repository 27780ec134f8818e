using System.Text.Json.Nodes;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>The drill that is deployed, under its own roles: once as it should be, and once where the drill's name never leaves the primary.</summary>
[TestFixture]
[Category("Emulator")]
[Order(26)]
public sealed class DrillTests
{
    private const string Home = "us-east-1";
    private const string Away = "us-west-2";
    private const string Document = "automation-drill-secondary-dev";

    private DeployedSite _home = null!;

    [OneTimeSetUp]
    public void FindSites() => _home = new DeployedSite(Home);

    [OneTimeTearDown]
    public void LetTheNameFollow() => EmulatorSetup.Names.DrillStays = false;

    [Test]
    [Order(1)]
    public async Task A_drill_passes_and_its_payments_are_settled_by_the_region_that_reigns()
    {
        var end = await new DeployedAutomation(Away, Document) { Beside = SettleAsync }.RunAsync("drill-1");

        var evidence = Evidence();
        Assert.That(end.Status, Is.EqualTo("Success"), evidence.ToJsonString());
        Assert.That((bool)evidence["passed"]!, Is.True);
        Assert.That(
            evidence["payments"]!.AsArray().Select(payment => EmulatorSetup.Books.Postings((string)payment!["id"]!)), Is.EqualTo(new[] { 2, 2, 2 }), "in the books, once");
        Assert.That(EmulatorSetup.Calls.Published("PaymentDr/dev/drill"), Is.Zero);
    }

    [Test]
    [Order(2)]
    public async Task A_name_that_never_leaves_the_primary_fails_the_drill()
    {
        EmulatorSetup.Names.DrillStays = true;

        var end = await new DeployedAutomation(Away, Document).RunAsync("drill-2");

        Assert.That(end.Status, Is.EqualTo("Failed"));
        Assert.That(Evidence()["failures"]!.ToJsonString(), Does.Contain("not seen to lead to us-west-2"));
        Assert.That(EmulatorSetup.Calls.Published("PaymentDr/dev/drill"), Is.Zero);
        Assert.That(EmulatorSetup.Calls.Calls.Select(call => call.ToString()), Has.Some.Contains("role-drill-secondary-dev").And.Contains("sns:Publish"), "people are told");
    }

    [Test]
    [Order(3)]
    public void The_schedule_starts_this_document()
    {
        var target = JsonNode.Parse(Make("events list-targets-by-rule --rule schedule-drill-secondary-dev --query Targets[0]", Away))!;

        Assert.That((string)target["Arn"]!, Is.EqualTo($"arn:aws:ssm:{Away}:123456789012:automation-definition/{Document}:$DEFAULT"));
        Assert.That((string)target["RoleArn"]!, Does.EndWith(":role/role-schedule-drill-secondary-dev"));
    }

    [Test]
    [Order(4)]
    public void Terraform_has_nothing_to_undo()
    {
        var plan = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);
        Assert.That(plan.ExitCode, Is.Zero, plan.ToString());
    }

    /// <summary>As the primary's pipe and queue do by themselves.</summary>
    private async Task SettleAsync(string step, CancellationToken ended)
    {
        while (step == "Pay" && !ended.IsCancellationRequested)
        {
            await _home.PumpAsync();
        }
    }

    /// <summary>Of the newest drill.</summary>
    private static JsonNode Evidence()
    {
        var bucket = "s3-audit-secondary-123456789012-dev";
        var key = Make($"s3api list-objects-v2 --bucket {bucket} --prefix drills/ --query sort_by(Contents,&LastModified)[-1].Key", Away);
        using var folder = new TemporaryFolder();
        Make($"s3api get-object --bucket {bucket} --key {key} {folder.PathOf("evidence.json")}", Away);
        return JsonNode.Parse(File.ReadAllText(folder.PathOf("evidence.json")))!;
    }
}
