using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Workflows;

/// <summary>The definitions before a reader of the language that nobody here wrote.</summary>
[TestFixture]
public sealed class AslValidatorTests
{
    private static readonly string Validator = Repository.PathOf("node_modules", "asl-validator", "dist", "bin", "asl-validator.js");

    [OneTimeSetUp]
    public void RequireValidator()
    {
        if (!File.Exists(Validator))
        {
            ExternalTool.Missing("asl-validator is not installed: npm ci.");
        }
    }

    [TestCase("workflow-failover-primary-dev")]
    [TestCase("workflow-failover-secondary-dev")]
    [TestCase("workflow-failback-secondary-dev")]
    public void It_accepts(string name) => Assert.That(Validate(Definition(name)).ExitCode, Is.Zero, Validate(Definition(name)).ToString());

    [Test]
    public void It_refuses_what_leads_nowhere()
    {
        var definition = Definition("workflow-failover-primary-dev");
        definition["States"]!["RaiseBooks"]!["Next"] = "Nowhere";

        Assert.That(Validate(definition).ExitCode, Is.Not.Zero);
    }

    private static JsonObject Definition(string name) => JsonNode.Parse(
        SynthesizedStack.Default.Elements.Single(element => element.Type == "aws_sfn_state_machine" && element.Text("name") == name).Text("definition")!)!.AsObject();

    private static ToolResult Validate(JsonObject definition)
    {
        using var folder = new TemporaryFolder();
        folder.Write("definition.asl.json", definition.ToJsonString());
        return ExternalTool.Run("node", [Validator, "--json-path", folder.PathOf("definition.asl.json")], Repository.Root);
    }
}
