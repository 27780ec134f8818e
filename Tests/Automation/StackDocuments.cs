using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Automation;

/// <summary>The documents of Systems Manager in a stack, and how to break them.</summary>
internal static class StackDocuments
{
    private const string Type = "aws_ssm_document";

    public static IEnumerable<Element> Documents(this SynthesizedStack stack) => stack.Elements.Where(element => element.Type == Type);

    public static JsonObject Content(this Element document) => JsonNode.Parse(document.Text("content")!)!.AsObject();

    public static IReadOnlyList<JsonObject> Steps(this Element document) => [.. document.Content()["mainSteps"]!.AsArray().Select(step => step!.AsObject())];

    /// <summary>A copy with something changed in one step of the only document.</summary>
    public static SynthesizedStack BrokenStep(this SynthesizedStack stack, string step, Action<JsonObject> change) => stack.Broken(file =>
    {
        var document = stack.Documents().Single();
        var content = document.Content();
        change(content["mainSteps"]!.AsArray().Single(each => (string)each!["name"]! == step)!.AsObject());
        file["resource"]![Type]![document.LogicalId]!["content"] = content.ToJsonString();
    });
}
