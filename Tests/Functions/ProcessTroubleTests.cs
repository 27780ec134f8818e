using System.Diagnostics;
using System.Text.Json.Nodes;
using PaymentDr.Functions;
using PaymentDr.Hosting;

namespace PaymentDr.Tests.Functions;

/// <summary>What keeps a batch neither from ending in time nor from ending at all.</summary>
[TestFixture]
public sealed class ProcessTroubleTests
{
    private const string Arn = "arn:aws:rds:us-east-1:123456789012:cluster:books";

    [Test]
    public async Task A_no_op_that_cannot_be_noted_is_done()
    {
        await using var aws = new LoopbackHttp((context, _) => context.Request.Headers["X-Amz-Target"] is { } target && target.StartsWith("DynamoDB", StringComparison.Ordinal)
            ? LoopbackHttp.SendAsync(context.Response, 400, """{"__type":"LostException"}"""u8.ToArray())
            : LoopbackHttp.SendAsync(context.Response, 200, "{}"u8.ToArray()));
        var process = Process(aws.Endpoint);

        Assert.That(await FailedAsync(process, """{"noOp":{"at":"2026-11-21T12:00:00Z"}}"""), Is.Empty, "the next one comes in a minute");
        Assert.That(process.Log, Does.Contain("not noted"));
        Assert.That(process.Metric("StandbyReady"), Is.Not.Null);
    }

    [Test]
    public async Task A_queue_for_dead_letters_that_does_not_answer_takes_no_more_than_what_is_left_of_the_functions_time()
    {
        var asked = 0;
        await using var aws = new LoopbackHttp(async (_, stop) =>
        {
            asked++;
            await Task.Delay(Timeout.Infinite, stop);
        });
        var process = Process(aws.Endpoint);
        var time = Stopwatch.StartNew();

        Assert.That(await FailedAsync(process, "no json"), Is.EqualTo(new[] { "message-1" }), "it comes again");
        Assert.That(asked, Is.EqualTo(1));
        Assert.That(time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    private static Invoke Process(string services)
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = services,
            ["SITE"] = "Primary",
            ["AWS_REGION"] = TwoRegions.Primary,
            ["PEER_REGION"] = TwoRegions.Secondary,
            ["LEDGER_TABLE"] = "ledger",
            ["BOOKS_CLUSTER_ARN"] = Arn,
            ["BOOKS_SECRET_ARN"] = Arn,
            ["EVENT_BUS"] = "bus",
            ["DEAD_LETTER_QUEUE_URL"] = $"{services}/queue",
        };
        return new(Catalog.Build("process", new Platform(new Variables(variables.GetValueOrDefault), TimeProvider.System)));
    }

    private static async Task<string[]> FailedAsync(Invoke process, string body)
    {
        var batch = new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "message-1", ["body"] = body }) };
        return [.. (await process.WithAsync(batch))["batchItemFailures"]!.AsArray().Select(failure => failure!["itemIdentifier"]!.GetValue<string>())];
    }
}
