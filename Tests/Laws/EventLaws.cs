using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>Patterns that the tests can judge, and rules whose failures somebody sees.</summary>
[TestFixture]
public sealed class EventLaws
{
    /// <summary>Where a pattern stands, by type; a step may stand alone or in a list.</summary>
    private static readonly (string Type, string[] Path)[] Places =
    [
        ("aws_cloudwatch_event_archive", ["event_pattern"]),
        ("aws_cloudwatch_event_rule", ["event_pattern"]),
        ("aws_lambda_event_source_mapping", ["filter_criteria", "filter", "pattern"]),
        ("aws_pipes_pipe", ["source_parameters", "filter_criteria", "filter", "pattern"]),
    ];

    [Test]
    public void Every_pattern_uses_operators_that_the_tests_judge_by()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unknown), Is.Empty);
        Assert.That(Patterns(SynthesizedStack.Default).Select(place => place.Element.Type).Distinct(), Is.EquivalentTo(new[] { "aws_cloudwatch_event_rule", "aws_pipes_pipe" }));

        var broken = SynthesizedStack.Default.Broken(file => Forwarding(file)["event_pattern"] = """{"source":[{"wildcard":"payment-dr.*"}]}""");
        Assert.That(Unknown(broken), Has.One.Contains("wildcard"));
    }

    [Test]
    public void No_pattern_stands_where_the_law_does_not_look() => Assert.That(
        SynthesizedStack.Default.Elements.Where(element => !Places.Any(place => place.Type == element.Type) && HasPattern(element.Body)), Is.Empty);

    /// <summary>EventBridge gives up after a while, and says so only to a queue.</summary>
    [Test]
    public void What_is_told_to_another_bus_ends_in_a_queue_where_it_cannot_be_delivered()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Silent), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => ToBus(file).Remove("dead_letter_config"));
        Assert.That(Silent(broken), Has.One.Contains("no queue"));

        broken = SynthesizedStack.Default.Broken(file => ToBus(file)["dead_letter_config"]!["arn"] = QueueOf(file, "secondary"));
        Assert.That(Silent(broken), Has.One.Contains("a queue of us-west-2 in us-east-1"));

        broken = SynthesizedStack.Default.Broken(file => ToBus(file).Remove("role_arn"));
        Assert.That(Silent(broken), Has.One.Contains("no role"));
    }

    private static IEnumerable<string> Unknown(SynthesizedStack stack)
    {
        foreach (var (element, pattern) in Patterns(stack))
        {
            var problem = "";
            try
            {
                _ = EventPattern.Parse(pattern);
            }
            catch (NotSupportedException exception)
            {
                problem = exception.Message;
            }

            if (problem.Length > 0)
            {
                yield return $"{element}: {problem}";
            }
        }
    }

    private static IEnumerable<(Element Element, string Pattern)> Patterns(SynthesizedStack stack) =>
        from element in stack.Elements
        from place in Places
        where place.Type == element.Type
        from pattern in Values(element.Body, place.Path)
        select (element, pattern);

    private static IEnumerable<string> Values(JsonNode? node, string[] path) => node switch
    {
        JsonArray list => list.SelectMany(item => Values(item, path)),
        JsonObject block => Values(block[path[0]], path[1..]),
        JsonValue value when path.Length == 0 => [value.GetValue<string>()],
        _ => [],
    };

    private static bool HasPattern(JsonNode? node) => node switch
    {
        JsonArray list => list.Any(HasPattern),
        JsonObject block => block.Any(field => field.Key is "pattern" or "event_pattern" or "filter_pattern" || HasPattern(field.Value)),
        _ => false,
    };

    private static IEnumerable<string> Silent(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Type == "aws_cloudwatch_event_target" && element.Text("arn")!.StartsWith("${aws_cloudwatch_event_bus.", StringComparison.Ordinal)
        let queue = element.Body["dead_letter_config"]?["arn"]?.GetValue<string>()
        let problem = queue is null ? "no queue for what cannot be delivered"
            : stack.RegionOf(stack.Referenced(queue)) is var home && home != stack.RegionOf(element) ? $"a queue of {home} in {stack.RegionOf(element)}"
            : element.Body["role_arn"] is null ? "no role"
            : null
        where problem is not null
        select $"{element}: {problem}";

    private static JsonObject Forwarding(JsonObject file) => file["resource"]!["aws_cloudwatch_event_rule"]!.AsObject()
        .Select(rule => rule.Value!.AsObject()).First(rule => rule["event_pattern"] is not null);

    private static JsonObject ToBus(JsonObject file) => file["resource"]!["aws_cloudwatch_event_target"]!.AsObject()
        .First(target => target.Key.StartsWith("primary_event-forwarding", StringComparison.Ordinal)).Value!.AsObject();

    private static JsonNode QueueOf(JsonObject file, string scope) => file["resource"]!["aws_cloudwatch_event_target"]!.AsObject()
        .First(target => target.Key.StartsWith($"{scope}_event-forwarding", StringComparison.Ordinal)).Value!["dead_letter_config"]!["arn"]!.DeepClone();
}
