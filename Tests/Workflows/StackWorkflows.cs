using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Workflows;

/// <summary>The workflows of a stack, each by its purpose and its side: "failover-secondary".</summary>
internal static class StackWorkflows
{
    private const string Type = "aws_sfn_state_machine";

    public static IEnumerable<Element> Workflows(this SynthesizedStack stack) => stack.Elements.Where(element => element.Type == Type);

    public static Element Workflow(this SynthesizedStack stack, string workflow) =>
        stack.Workflows().Single(machine => machine.Text("name") == $"workflow-{workflow}-{stack.Settings!.Naming.Suffix}");

    public static JsonObject Definition(this Element machine) => JsonNode.Parse(machine.Text("definition")!)!.AsObject();

    public static JsonObject States(this Element machine) => machine.Definition()["States"]!.AsObject();

    /// <summary>A copy with something changed in the states of one.</summary>
    public static SynthesizedStack BrokenStates(this SynthesizedStack stack, string workflow, Action<JsonObject> change) => stack.Broken(file =>
    {
        var machine = stack.Workflow(workflow);
        var definition = machine.Definition();
        change(definition["States"]!.AsObject());
        file["resource"]![Type]![machine.LogicalId]!["definition"] = definition.ToJsonString();
    });
}
