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

    [TestCase("failover-primary")]
    [TestCase("failover-secondary")]
    [TestCase("failback-secondary")]
    public void It_accepts(string workflow) => Assert.That(Validate(Definition(workflow)).ExitCode, Is.Zero, Validate(Definition(workflow)).ToString());

    [Test]
    public void It_refuses_what_leads_nowhere()
    {
        var definition = Definition("failover-primary");
        definition["States"]!["RaiseBooks"]!["Next"] = "Nowhere";

        Assert.That(Validate(definition).ExitCode, Is.Not.Zero);
    }

    private static JsonObject Definition(string workflow) => SynthesizedStack.Default.Workflow(workflow).Definition();

    private static ToolResult Validate(JsonObject definition)
    {
        using var folder = new TemporaryFolder();
        folder.Write("definition.asl.json", definition.ToJsonString());
        return ExternalTool.Run("node", [Validator, "--json-path", folder.PathOf("definition.asl.json")], Repository.Root);
    }
}
