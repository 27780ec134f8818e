using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Runtime;

namespace PaymentDr.Tests.Runtime;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RuntimeLoopTests : IDisposable
{
    private readonly MemoryStream _log = new();
    private readonly CancellationTokenSource _stop = new();
    private FakeRuntimeApi _lambda = null!;
    private RuntimeApi _api = null!;

    [SetUp]
    public void StartLambda()
    {
        _lambda = new FakeRuntimeApi();
        _api = new RuntimeApi(_lambda.Host);
    }

    [TearDown]
    public async Task StopLambda()
    {
        await _stop.CancelAsync();
        _api.Dispose();
        await _lambda.DisposeAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _log.Dispose();
    }

    [Test]
    public async Task Each_event_gets_its_answer()
    {
        _ = Run((payload, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(payload.Span)}!\"")));

        Assert.That(await _lambda.InvokeAsync("one"), Is.EqualTo(new Reply("response", "\"one!\"", null)));
        Assert.That(await _lambda.InvokeAsync("two"), Is.EqualTo(new Reply("response", "\"two!\"", null)));
    }

    [Test]
    public async Task A_handler_knows_its_invocation()
    {
        _ = Run((_, context, _) => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(
            $"{context.AwsRequestId} {context.TraceId} {context.ClientContext} {context.InvokedFunctionArn} {context.RemainingTime.TotalSeconds:0}")));

        var reply = await _lambda.InvokeAsync("{}", TimeSpan.FromSeconds(20), ("Lambda-Runtime-Trace-Id", "Root=1"), ("Lambda-Runtime-Client-Context", "{}"));

        Assert.That(reply.Body, Does.Match("^request-[0-9]+ Root=1 {} arn:of:the:function (19|20)$"));
    }

    [Test]
    public async Task A_failure_is_reported_and_the_next_event_is_served()
    {
        _ = Run((payload, _, _) => payload.Length == 0 ? throw new InvalidOperationException("No payload.") : Task.FromResult(payload));

        var failure = await _lambda.InvokeAsync("");

        Assert.That((failure.Kind, failure.ErrorType), Is.EqualTo(("error", "InvalidOperationException")));
        Assert.That(JsonNode.Parse(failure.Body)!["errorMessage"]!.GetValue<string>(), Is.EqualTo("No payload."));
        Assert.That(JsonNode.Parse(failure.Body)!["stackTrace"]!.AsArray(), Is.Not.Empty);
        Assert.That((await _lambda.InvokeAsync("x")).Kind, Is.EqualTo("response"));
        Assert.That(Lines().Single()["requestId"]!.GetValue<string>(), Does.StartWith("request-"));
    }

    [Test]
    public async Task What_fails_with_a_card_number_does_not_tell_it()
    {
        _ = Run((_, context, _) =>
        {
            context.Logger.Info("Got 4111 1111 1111 1111.", ("payer", "tok-4111111111111111"), ("payload", 4_111_111_111_111_111));
            throw new InvalidOperationException("Cannot use 4111111111111111.");
        });

        var failure = await _lambda.InvokeAsync("{}");

        Assert.That(failure.Body, Does.Contain("redacted").And.Not.Contain("4111"));
        Assert.That(Text(), Does.Contain("redacted").And.Not.Contain("4111"));
    }

    [Test]
    public async Task The_token_is_cancelled_before_the_deadline()
    {
        _ = Run(async (_, context, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return Encoding.UTF8.GetBytes(context.RemainingTime > TimeSpan.Zero ? "in time" : "late");
        });

        Assert.That((await _lambda.InvokeAsync("{}", TimeSpan.FromSeconds(2))).Body, Is.EqualTo("in time"));
    }

    [Test]
    public async Task An_answer_that_is_too_large_is_a_failure_that_says_so()
    {
        _ = Run((payload, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[payload.Length == 1 ? 7_000_000 : 1]));

        var failure = await _lambda.InvokeAsync("1");

        Assert.That(failure.Kind, Is.EqualTo("error"));
        Assert.That(failure.Body, Does.Contain("7000000 bytes"));
        Assert.That((await _lambda.InvokeAsync("12")).Kind, Is.EqualTo("response"));
    }

    [Test]
    public async Task An_event_that_is_being_served_is_finished_before_the_loop_stops()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        var loop = Run(async (payload, _, _) =>
        {
            begun.SetResult();
            await finish.Task;
            return payload;
        });
        var reply = _lambda.InvokeAsync("last");
        await begun.Task;

        await _stop.CancelAsync();
        finish.SetResult();

        Assert.That((await reply).Body, Is.EqualTo("last"));
        await loop.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task A_process_that_cannot_start_says_why()
    {
        _api.FailInit(new InvalidOperationException("No such function."));

        var error = await _lambda.InitError.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That((error.ErrorType, error.Body), Is.EqualTo(("InvalidOperationException", """{"errorType":"InvalidOperationException","errorMessage":"No such function.","stackTrace":[]}""")));
    }

    private Task Run(Handler handler) =>
        Task.Run(() => new RuntimeLoop(_api, handler, TimeProvider.System, new StructuredLog(_log, TimeProvider.System)).Run(_stop.Token));

    private string Text() => Encoding.UTF8.GetString(_log.ToArray());

    private IEnumerable<JsonNode> Lines() => Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
}
