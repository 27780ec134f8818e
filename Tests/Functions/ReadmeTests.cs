using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class ReadmeTests
{
    private const string Chapter = "## A function by hand";
    private const string Endpoint = "http://127.0.0.1:5000";

    [Test]
    public async Task A_function_runs_by_hand_as_the_readme_says()
    {
        if (!ExternalTool.IsOnPath("bash"))
        {
            ExternalTool.Missing("bash, which the README's lines are written for, is not on PATH.");
        }

        var script = string.Join('\n', (await File.ReadAllTextAsync(Repository.PathOf("README.md"))).Split(Chapter)[1].Split("\n## ")[0]
            .Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)));
        Assert.That(script, Does.Contain(Endpoint));

        var result = ExternalTool.Run(
            "bash", ["-euc", script.Replace(Endpoint, FunctionsSetup.Emulator.Endpoint, StringComparison.Ordinal)], Repository.Root);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var answer = JsonNode.Parse(result.Output.TrimEnd().Split('\n')[^1])!;
        Assert.That(answer["statusCode"]!.GetValue<int>(), Is.EqualTo(201), result.ToString());
        Assert.That(JsonNode.Parse(answer["body"]!.GetValue<string>())!["durability"]!.GetValue<string>(), Is.EqualTo("BOTH"));
        Assert.That(result.Error, Does.Contain($"\"paymentId\":\"{PaymentId.Of("acme", "order-0001")}\""));
    }
}
