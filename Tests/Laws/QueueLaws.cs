using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>No message is lost for want of time, or put aside before it had a chance.</summary>
[TestFixture]
public sealed partial class QueueLaws
{
    /// <summary>As AWS advises: batches wait, and are tried again, before the function has them.</summary>
    private const int VisibilityPerTimeout = 6;

    private const int LeastSecondsOfReceives = 60 * 60;

    [Test]
    public void What_a_function_takes_stays_away_from_others_and_comes_again_for_an_hour()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Hasty), Is.Empty);
        Assert.That(SynthesizedStack.Default.Count("aws_lambda_event_source_mapping"), Is.GreaterThan(0));

        Assert.That(Hasty(Broken("aws_lambda_function", function => function["timeout"] = 61, "process")), Has.One.Contains("6 times"));
        Assert.That(Hasty(BrokenQueue(queue => queue["redrive_policy"] = queue["redrive_policy"]!.GetValue<string>().Replace("= 11", "= 9"))), Has.One.Contains("3240 s"));
        Assert.That(Hasty(BrokenQueue(queue => queue.Remove("redrive_policy"))), Has.One.Contains("for ever"));
        Assert.That(Hasty(Broken("aws_lambda_event_source_mapping", mapping => mapping["scaling_config"]!["maximum_concurrency"] = 21)), Has.One.Contains("more batches at once"));
        Assert.That(Hasty(Broken("aws_lambda_event_source_mapping", mapping => mapping.Remove("function_response_types"))), Has.One.Contains("part of a batch"));
    }

    [Test]
    public void A_dead_letter_queue_takes_from_its_queues_only_and_keeps_as_long()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(LooseEnds), Is.Empty);

        Assert.That(LooseEnds(SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_sqs_queue_redrive_allow_policy"))), Has.Exactly(2).Contains("does not allow"));
        Assert.That(LooseEnds(WithShortMemory()), Has.Exactly(2).Contains("keeps for less long"));
    }

    private static IEnumerable<string> Hasty(SynthesizedStack stack) =>
        from mapping in stack.Elements
        where mapping.Type == "aws_lambda_event_source_mapping"
        let queue = stack.Referenced(mapping.Text("event_source_arn")!)
        let function = stack.Referenced(mapping.Text("function_name")!)
        let visibility = queue.Body["visibility_timeout_seconds"]!.GetValue<int>()
        let receives = Receives().Match(queue.Text("redrive_policy") ?? "") is { Success: true } match ? int.Parse(match.Groups[1].Value, null) : (int?)null
        from fault in new (bool IsSo, string Text)[]
        {
            (visibility < VisibilityPerTimeout * function.Body["timeout"]!.GetValue<int>(), $"is visible again before {VisibilityPerTimeout} times the function's timeout"),
            (receives is null, "comes again for ever"),
            (receives * visibility < LeastSecondsOfReceives, $"is put aside after {receives * visibility} s"),
            (mapping.Body["scaling_config"]!["maximum_concurrency"]!.GetValue<int>() > function.Body["reserved_concurrent_executions"]!.GetValue<int>(), "is handed over in more batches at once than the function may take"),
            (mapping.Body["function_response_types"]?.ToJsonString() != """["ReportBatchItemFailures"]""", "fails whole, where a part of a batch fails"),
        }
        where fault.IsSo
        select $"what {queue} holds {fault.Text}";

    private static IEnumerable<string> LooseEnds(SynthesizedStack stack) =>
        from queue in stack.Elements
        where queue.Type == "aws_sqs_queue" && queue.Body.ContainsKey("redrive_policy")
        let dead = stack.Elements.Single(other => other.Type == queue.Type && queue.Text("redrive_policy")!.Contains($"{other.Address}.arn", StringComparison.Ordinal))
        let allowed = stack.Elements.SingleOrDefault(element => element.Type == "aws_sqs_queue_redrive_allow_policy" && element.Text("queue_url") == $"${{{dead.Address}.url}}")
        from fault in new (bool IsSo, string Text)[]
        {
            (allowed?.Text("redrive_allow_policy")!.Contains($"[{queue.Address}.arn]", StringComparison.Ordinal) is not true, $"does not allow {queue}, and it alone"),
            (dead.Body["message_retention_seconds"]!.GetValue<int>() < queue.Body["message_retention_seconds"]!.GetValue<int>(), $"keeps for less long than {queue}"),
        }
        where fault.IsSo
        select $"{dead} {fault.Text}";

    /// <summary>Of all dead-letter queues.</summary>
    private static SynthesizedStack WithShortMemory() => SynthesizedStack.Default.Broken(file =>
    {
        foreach (var (_, queue) in file["resource"]!["aws_sqs_queue"]!.AsObject().Where(queue => queue.Value!["redrive_policy"] is null))
        {
            queue!["message_retention_seconds"] = 60;
        }
    });

    private static SynthesizedStack Broken(string type, Action<JsonObject> change, string? handler = null) => SynthesizedStack.Default.Broken(file =>
        change(file["resource"]![type]!.AsObject().First(body => handler is null || body.Value!["handler"]!.GetValue<string>() == handler).Value!.AsObject()));

    private static SynthesizedStack BrokenQueue(Action<JsonObject> change) => SynthesizedStack.Default.Broken(file =>
        change(file["resource"]!["aws_sqs_queue"]!.AsObject().First(queue => queue.Value!.AsObject().ContainsKey("redrive_policy")).Value!.AsObject()));

    [GeneratedRegex(@"maxReceiveCount = (\d+)")]
    private static partial Regex Receives();
}
