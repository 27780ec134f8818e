using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace PaymentDr.Tests.Runtime;

/// <summary>Lambda's side of the runtime API: hands out events, and keeps what comes back.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    /// <summary>As Lambda's, for synchronous answers.</summary>
    private const int LargestAnswer = 6 * 1024 * 1024;

    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Reply>> _replies = new();
    private readonly TaskCompletionSource<Reply> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoopbackHttp _http;
    private int _number;

    public FakeRuntimeApi() => _http = new LoopbackHttp(AnswerAsync);

    public string Host => _http.Host;

    /// <summary>What the process says when it cannot start.</summary>
    public Task<Reply> InitError => _initError.Task;

    /// <summary>Hands out an event and waits for what becomes of it.</summary>
    public Task<Reply> InvokeAsync(string payload, TimeSpan? timeout = null, params (string Name, string Value)[] headers)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"request-{Interlocked.Increment(ref _number)}");
        var reply = _replies.GetOrAdd(id, _ => new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously));
        _events.Writer.TryWrite(new Event(id, payload, DateTimeOffset.UtcNow + (timeout ?? TimeSpan.FromSeconds(30)), headers));
        return reply.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        // /2018-06-01/runtime/invocation/{next | id/response | id/error}, or init/error.
        var parts = context.Request.Url!.AbsolutePath.Split('/')[3..];
        if (parts is ["invocation", "next"])
        {
            await HandOutAsync(context.Response, await _events.Reader.ReadAsync(stop));
            return;
        }

        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body, stop);
        var reply = new Reply(parts[^1], Encoding.UTF8.GetString(body.ToArray()), context.Request.Headers["Lambda-Runtime-Function-Error-Type"]);
        var isTooLarge = parts[^1] == "response" && body.Length > LargestAnswer;
        await LoopbackHttp.SendAsync(context.Response, isTooLarge ? 413 : 202, default);
        if (!isTooLarge)
        {
            (parts[0] == "init" ? _initError : _replies[parts[1]]).TrySetResult(reply);
        }
    }

    private static async Task HandOutAsync(HttpListenerResponse response, Event next)
    {
        response.Headers["Lambda-Runtime-Aws-Request-Id"] = next.Id;
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:of:the:function";
        response.Headers["Lambda-Runtime-Deadline-Ms"] = next.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in next.Headers)
        {
            response.Headers[name] = value;
        }

        await LoopbackHttp.SendAsync(response, 200, Encoding.UTF8.GetBytes(next.Payload));
    }

    private sealed record Event(string Id, string Payload, DateTimeOffset Deadline, (string Name, string Value)[] Headers);
}

/// <summary>What a process said of an event.</summary>
/// <param name="Kind">"response" or "error".</param>
internal sealed record Reply(string Kind, string Body, string? ErrorType);
