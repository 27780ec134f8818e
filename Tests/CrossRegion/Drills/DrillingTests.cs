using System.Text.Json.Nodes;
using PaymentDr.Tests.Automation;

namespace PaymentDr.Tests.CrossRegion.Drills;

/// <summary>The document of a drill, its role and its schedule.</summary>
[TestFixture]
public sealed class DrillingTests
{
    [Test]
    [Snapshot]
    public void Document()
    {
        var slice = SynthesizedStack.Default.Slice("secondary/drilling/document");
        foreach (var (_, document) in slice.Where(element => element.Key.StartsWith("aws_ssm_document", StringComparison.Ordinal)))
        {
            // To be read, and not in one line.
            document!["content"] = JsonNode.Parse(document["content"]!.GetValue<string>());
        }

        Snapshot.Verify(slice);
    }

    /// <summary>Or a step of the document could be over before its function says what it saw.</summary>
    [Test]
    public void The_function_has_as_long_as_its_longest_step()
    {
        var function = SynthesizedStack.Default.Elements.Single(element => element.Path == "secondary/drilling/drill/function");
        var longest = SynthesizedStack.Default.Documents().Single().Steps().Max(step => (int)step["timeoutSeconds"]!);

        Assert.That((int)function.Body["timeout"]!, Is.InRange(longest - 10, longest - 1));
    }

    [Test]
    public void Steps_that_are_missing_or_there_twice_are_refused()
    {
        Assert.That(() => Defined("one", "one").ToJson("role"), Throws.InvalidOperationException.With.Message.Contains(": one"));
        Assert.That(() => Defined("one").ToJson("role"), Throws.Nothing);
        Assert.That(() => Defined("one", onFailure: "two").ToJson("role"), Throws.InvalidOperationException.With.Message.Contains(": two"));
        Assert.That(() => Defined("one", seconds: 301).ToJson("role"), Throws.InvalidOperationException.With.Message.Contains("300 s: one"));
    }

    private static AutomationDefinition Defined(string name, string? twice = null, string? onFailure = null, int seconds = 300)
    {
        var definition = new AutomationDefinition("a test");
        definition.Add(new[] { name, twice }.OfType<string>().Select(each => new AutomationStep(each) { Function = "arn", Payload = [], Seconds = seconds, OnFailure = onFailure }));
        return definition;
    }
}
