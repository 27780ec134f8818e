using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace PaymentDr.Tests;

/// <summary>An HTTP server on this machine: serves every request as it comes, until the test is over.</summary>
internal sealed class LoopbackHttp : IAsyncDisposable
{
    /// <summary>How long what is being served may take to end once it has been told to.</summary>
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(1);

    private readonly Func<HttpListenerContext, CancellationToken, Task> _answer;
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _work = [];
    private readonly Task _serving;

    public LoopbackHttp(Func<HttpListenerContext, CancellationToken, Task> answer)
        : this(answer, 20_000 + Random.Shared.Next(10_000))
    {
    }

    public LoopbackHttp(Func<HttpListenerContext, CancellationToken, Task> answer, int firstPort)
    {
        _answer = answer;
        (_listener, Host) = Listen(firstPort);
        _serving = ServeAsync();
    }

    /// <summary>Host and port.</summary>
    public string Host { get; }

    public string Endpoint => $"http://{Host}";

    /// <summary>In one packet: the end of a chunked body would wait 40 ms for an acknowledgement.</summary>
    public static async Task SendAsync(HttpListenerResponse response, int status, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving;
        await Task.WhenAll(_work).WaitAsync(LongestEnding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>A listener cannot be asked for a free port, so some are tried, each by a listener of its own: one that was refused is closed.</summary>
    private static (HttpListener Listener, string Host) Listen(int firstPort)
    {
        for (var port = firstPort; ; port++)
        {
            var host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            var listener = new HttpListener { Prefixes = { $"http://{host}/" } };
            try
            {
                listener.Start();
                return (listener, host);
            }
            catch (HttpListenerException) when (port < 65_000)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _work.Add(AnswerAsync(await _listener.GetContextAsync()));
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
            await _answer(context, _stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpListenerException or ObjectDisposedException)
        {
            // The test is over, or the caller went away.
        }
    }
}
