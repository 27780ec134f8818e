using System.Net;

namespace PaymentDr.Tests.Functions;

/// <summary>Hands every request on after a while.</summary>
internal sealed class SlowEndpoint : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly LoopbackHttp _server;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowEndpoint(string target, TimeSpan delay) => _server = new LoopbackHttp((context, stop) => HandOnAsync(target, delay, context, stop));

    public string Endpoint => _server.Endpoint;

    /// <summary>Done once a request has come.</summary>
    public Task IsAsked => _first.Task;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task HandOnAsync(string target, TimeSpan delay, HttpListenerContext context, CancellationToken stop)
    {
        _first.TrySetResult();
        await Task.Delay(delay, stop);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), target + context.Request.RawUrl)
        {
            Content = new StreamContent(context.Request.InputStream),
        };
        foreach (var name in context.Request.Headers.AllKeys.Where(name => name is not "Host" and not null))
        {
            if (!request.Headers.TryAddWithoutValidation(name!, context.Request.Headers[name]))
            {
                request.Content.Headers.TryAddWithoutValidation(name!, context.Request.Headers[name]);
            }
        }

        using var answer = await _http.SendAsync(request, stop);
        await LoopbackHttp.SendAsync(context.Response, (int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(stop));
    }
}
