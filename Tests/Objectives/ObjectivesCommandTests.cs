using System.Text.Json.Nodes;
using PaymentDr.Commands;

namespace PaymentDr.Tests.Objectives;

/// <summary>What <c>dotnet run -- objectives</c> says.</summary>
[TestFixture]
public sealed class ObjectivesCommandTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CreateProject() => _folder = TemporaryFolder.WithSettings();

    [TearDown]
    public void RemoveProject() => _folder.Dispose();

    [Test, Snapshot]
    public async Task For_people() => Snapshot.Verify(new JsonArray([.. (await RunAsync(["objectives"])).TrimEnd().Split('\n').Select(line => (JsonNode)line)]));

    [Test, Snapshot]
    public async Task For_programs() => Snapshot.Verify(JsonNode.Parse(await RunAsync(["objectives", "--json"]))!);

    [Test]
    public async Task No_line_is_wider_than_100_and_none_is_coloured()
    {
        var text = await RunAsync(["objectives"]);

        Assert.That(text.Split('\n').Max(line => line.Length), Is.LessThanOrEqualTo(100));
        Assert.That(text, Does.Not.Contain('\u001b'));
    }

    [Test]
    public async Task Nothing_is_written()
    {
        await RunAsync(["objectives"]);

        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Without_a_door_it_says_so()
    {
        var closed = ("PAYMENTDR__Zone__Delegated", "false");

        Assert.That(await RunAsync(["objectives"], closed), Is.EqualTo("No door is open: nobody is served, nothing takes over, and there is nothing to judge.\n"));
        Assert.That((bool)JsonNode.Parse(await RunAsync(["objectives", "--json"], closed))!["isJudged"]!, Is.False);
    }

    [Test]
    public void What_is_missed_is_shown_in_full_and_named_again_at_the_end()
    {
        var output = new StringWriter { NewLine = "\n" };

        Assert.That(
            () => RunAsync(output, ["objectives", "--json"], ("PAYMENTDR__Objectives__SettlementMinutes", "14")),
            Throws.TypeOf<CommandException>().With.Message.StartsWith("The objectives are missed.\n  settlement: ").And.Message.Contains("Objectives:SettlementMinutes allows 840 s"));
        Assert.That((bool)JsonNode.Parse($"{output}")!["isMet"]!, Is.False);
    }

    private async Task<string> RunAsync(string[] arguments, params (string, string)[] variables)
    {
        var output = new StringWriter { NewLine = "\n" };
        await RunAsync(output, arguments, variables);
        return $"{output}";
    }

    /// <summary>With an image, by which the platform is whole.</summary>
    private Task RunAsync(TextWriter output, string[] arguments, params (string Name, string Value)[] variables) => CommandLine.RunAsync(
        arguments,
        _folder.Path,
        variables.Append(("PAYMENTDR__Pay__ImageDigest", TestSettings.ImageDigest)).ToDictionary(variable => variable.Item1, variable => (string?)variable.Item2),
        output);
}
