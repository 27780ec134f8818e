using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Tests.Parity;

namespace PaymentDr.Tests.Laws;

/// <summary>What only the standby has cannot be compared with the primary; it is made as something of its kind beside it, which is.</summary>
[TestFixture]
public sealed partial class SiblingLaws
{
    /// <summary>By path, and by what each is called.</summary>
    private static readonly (string Path, string Called, string ModelPath, string ModelCalled)[] Models =
    [
        ("deciding/decide", "decide", "watch/probe", "probe"),
        ("drilling/drill", "drill", "takeover/recover", "recover"),
        ("giving-back/failback", "failback", "takeover/failover", "failover"),
        ("giving-back/give-back", "give-back", "takeover/recover", "recover"),
        ("switch-drill", "switch-drill", "switch-traffic", "switch-traffic"),
    ];

    /// <summary>By type and beginning of the path, in what siblings differ, and why.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["aws_cloudwatch_event_rule description"] = "says what this one is for",
        ["aws_cloudwatch_event_target depends_on"] = "nothing decides before all is there that a decision needs",
        ["aws_cloudwatch_metric_alarm namespace"] = "who may publish in the drills' moves no customer",
        ["aws_iam_policy_document statement"] = "each role has its own, which the proof of permissions judges",
        ["aws_lambda_function description"] = "says what this one is for",
        ["aws_lambda_function environment"] = "each program has its own, and does not start without",
        ["aws_lambda_function timeout"] = "what asks the other region's reconcile, or looks at a name until it leads elsewhere, waits longer",
        ["aws_sfn_state_machine definition"] = "each way has its own steps, which are run by tests",
    };

    [Test]
    public void What_only_the_standby_has_is_made_as_its_sibling()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unlike), Is.Empty);
        Assert.That(SynthesizedStack.Default.Elements.Count(element => ModelOf(element) is not null), Is.GreaterThan(20));

        Assert.That(Unlike(Broken("aws_cloudwatch_event_rule", "deciding_decide", rule => rule["schedule_expression"] = "rate(5 minutes)")), Has.One.Contains("schedule_expression is 'rate(5 minutes)'"));
        Assert.That(Unlike(Broken("aws_lambda_function", "giving-back", function => function["memory_size"] = 128)), Has.One.Contains("memory_size is 128"));
        Assert.That(
            Unlike(SynthesizedStack.Default.Broken(file => file["resource"]!["aws_lambda_function_event_invoke_config"]!.AsObject().Remove(Id(file, "aws_lambda_function_event_invoke_config", "deciding_decide")))),
            Has.One.Contains("is there, and nothing for decide"));
    }

    [Test]
    public void Every_difference_is_in_use()
    {
        var differing = SynthesizedStack.Default.Elements.SelectMany(element => Compare(SynthesizedStack.Default, element)).Select(each => $"{each.Type} {each.Path.Split('/')[0]}").Distinct();

        Assert.That(Differences.Keys, Is.SubsetOf(differing));
    }

    private static IEnumerable<string> Unlike(SynthesizedStack stack) =>
        stack.Elements.SelectMany(element => Compare(stack, element))
            .Where(each => !Differences.ContainsKey($"{each.Type} {each.Path.Split('/')[0]}")).Select(each => each.Text)
            .Concat(Lacking(stack));

    private static IEnumerable<(string Type, string Path, string Text)> Compare(SynthesizedStack stack, Element element)
    {
        if (ModelOf(element) is not { } model || stack.Elements.FirstOrDefault(other => other.Type == element.Type && other.Path == PathOfModel(element, model)) is not { } sibling)
        {
            return [];
        }

        var own = Shape(element, model);
        var its = Shape(sibling, model);
        return own.Keys.Union(its.Keys)
            .Where(path => own.GetValueOrDefault(path) != its.GetValueOrDefault(path))
            .Select(path => (element.Type, path, $"{element}: {path} is {own.GetValueOrDefault(path) ?? "absent"}, and {its.GetValueOrDefault(path) ?? "absent"} of {sibling}"));
    }

    /// <summary>What the model has, where there is something that is made as it.</summary>
    private static IEnumerable<string> Lacking(SynthesizedStack stack)
    {
        var there = stack.Elements.Select(element => (element.Type, element.Path)).ToHashSet();
        return from model in Models
               where stack.Elements.Any(element => IsIn(element.Path, $"secondary/{model.Path}"))
               from sibling in stack.Elements
               where IsIn(sibling.Path, $"secondary/{model.ModelPath}")
               let path = sibling.Path.Replace(model.ModelPath, model.Path, StringComparison.Ordinal).Replace(model.ModelCalled, model.Called, StringComparison.Ordinal)
               where !there.Contains((sibling.Type, path))
               select $"{sibling} is there, and nothing for {model.Called}";
    }

    private static (string Path, string Called, string ModelPath, string ModelCalled)? ModelOf(Element element)
    {
        var found = Models.FirstOrDefault(model => IsIn(element.Path, $"secondary/{model.Path}"));
        return found.Path is null ? null : found;
    }

    private static bool IsIn(string path, string part) => path.StartsWith($"{part}/", StringComparison.Ordinal);

    private static string PathOfModel(Element element, (string Path, string Called, string ModelPath, string ModelCalled) model) =>
        element.Path.Replace(model.Path, model.ModelPath, StringComparison.Ordinal).Replace(model.Called, model.ModelCalled, StringComparison.Ordinal);

    private static Dictionary<string, string> Shape(Element element, (string Path, string Called, string ModelPath, string ModelCalled) model) =>
        Attributes.Of(element.WithoutMetadata()).ToDictionary(
            attribute => attribute.Path,
            attribute => PathHash().Replace(Said(attribute.Value), "")
                .Replace(model.Path.Replace('/', '_'), model.ModelPath.Replace('/', '_'), StringComparison.Ordinal)
                .Replace(model.Called, model.ModelCalled, StringComparison.Ordinal));

    private static string Said(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var said) ? $"'{said}'" : value?.ToJsonString() ?? "null";

    private static SynthesizedStack Broken(string type, string part, Action<JsonObject> change) =>
        SynthesizedStack.Default.Broken(file => change(file["resource"]![type]![Id(file, type, part)]!.AsObject()));

    private static string Id(JsonObject file, string type, string part) =>
        file["resource"]![type]!.AsObject().First(body => body.Key.StartsWith($"secondary_{part}", StringComparison.Ordinal)).Key;

    /// <summary>The end of a logical id, which cdktf computes from the path.</summary>
    [GeneratedRegex("_[0-9A-F]{8}(?=[.\"']|$)")]
    private static partial Regex PathHash();
}
