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
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _number;

    public FakeRuntimeApi()
    {
        Host = Listen(_listener);
        _serving = ServeAsync();
    }

    public string Host { get; }

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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving;
        _stop.Dispose();
    }

    /// <summary>A listener cannot be asked for a free port, so some are tried.</summary>
    private static string Listen(HttpListener listener)
    {
        for (var port = 20_000 + Random.Shared.Next(10_000); ; port++)
        {
            try
            {
                var host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
                listener.Prefixes.Clear();
                listener.Prefixes.Add($"http://{host}/");
                listener.Start();
                return host;
            }
            catch (HttpListenerException) when (port < 40_000)
            {
                // Taken: the next one.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            // /2018-06-01/runtime/invocation/{next | id/response | id/error}, or init/error.
            var parts = context.Request.Url!.AbsolutePath.Split('/')[3..];
            if (parts is ["invocation", "next"])
            {
                await HandOutAsync(context.Response, await _events.Reader.ReadAsync(_stop.Token));
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var reply = new Reply(parts[^1], Encoding.UTF8.GetString(body.ToArray()), context.Request.Headers["Lambda-Runtime-Function-Error-Type"]);
            var isTooLarge = parts[^1] == "response" && body.Length > LargestAnswer;
            context.Response.StatusCode = isTooLarge ? 413 : 202;
            context.Response.Close();
            if (!isTooLarge)
            {
                (parts[0] == "init" ? _initError : _replies[parts[1]]).TrySetResult(reply);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpListenerException or ObjectDisposedException)
        {
            // The test is over, or the process went away.
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

        // In one packet: the end of a chunked body would wait 40 ms for an acknowledgement.
        var payload = Encoding.UTF8.GetBytes(next.Payload);
        response.ContentLength64 = payload.Length;
        await response.OutputStream.WriteAsync(payload);
        response.Close();
    }

    private sealed record Event(string Id, string Payload, DateTimeOffset Deadline, (string Name, string Value)[] Headers);
}

/// <summary>What a process said of an event.</summary>
/// <param name="Kind">"response" or "error".</param>
internal sealed record Reply(string Kind, string Body, string? ErrorType);
