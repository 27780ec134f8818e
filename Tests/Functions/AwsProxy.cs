using System.Net;
using System.Text;
using System.Web;

namespace PaymentDr.Tests.Functions;

/// <summary>In front of a service of the tests: hands calls on, holds back or loses those it is told to, and says what was done.</summary>
internal sealed class AwsProxy : IAsyncDisposable
{
    private static readonly string[] Handed = ["Authorization", "X-Amz-Target", "X-Amz-Date"];

    private readonly HttpClient _service;
    private readonly LoopbackHttp _http;

    private volatile TaskCompletionSource _asked = NewQuestion();

    /// <param name="service">Where it is; the emulator when it is not said.</param>
    public AwsProxy(string? service = null)
    {
        _service = new() { BaseAddress = new Uri(service ?? FunctionsSetup.Emulator.Endpoint) };
        _http = new LoopbackHttp(AnswerAsync);
    }

    public string Endpoint => _http.Endpoint;

    /// <summary>How long a call is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Done once a call has come, after what was forgotten.</summary>
    public Task IsAsked => _asked.Task;

    /// <summary>Operations that never reach the service.</summary>
    public Func<string, bool> LosesCall { get; set; } = _ => false;

    /// <summary>Operations that the service carries out, and nobody hears of it.</summary>
    public Func<string, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>Told of every operation that the service carried out, with the body of the call.</summary>
    public Action<string, string> Done { get; set; } = (_, _) => { };

    public void Forget() => _asked = NewQuestion();

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        _service.Dispose();
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        _asked.TrySetResult();
        await Task.Delay(Delay, stop);
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync(stop);
        var operation = context.Request.Headers["X-Amz-Target"]?.Split('.')[^1] ?? HttpUtility.ParseQueryString(body)["Action"] ?? context.Request.Url!.Segments[^1];
        if (LosesCall(operation))
        {
            await LoseAsync(context.Response);
            return;
        }

        using var request = Copy(context.Request, body);
        using var answer = await _service.SendAsync(request, stop);
        if (answer.IsSuccessStatusCode)
        {
            Done(operation, body);
        }

        if (LosesAnswer(operation))
        {
            await LoseAsync(context.Response);
            return;
        }

        if (answer.Headers.TryGetValues("x-amzn-ErrorType", out var type))
        {
            context.Response.Headers["x-amzn-ErrorType"] = type.First();
        }

        await LoopbackHttp.SendAsync(context.Response, (int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(stop));
    }

    private static TaskCompletionSource NewQuestion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static HttpRequestMessage Copy(HttpListenerRequest request, string body)
    {
        var copy = new HttpRequestMessage(new HttpMethod(request.HttpMethod), request.RawUrl) { Content = new StringContent(body, Encoding.UTF8) };
        copy.Content.Headers.Remove("Content-Type");
        copy.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        foreach (var name in Handed.Where(name => request.Headers[name] is not null))
        {
            copy.Headers.TryAddWithoutValidation(name, request.Headers[name]);
        }

        return copy;
    }

    /// <summary>As a refusal, which nobody repeats: what called ends there.</summary>
    private static Task LoseAsync(HttpListenerResponse response) => LoopbackHttp.SendAsync(response, 400, """{"__type":"LostException"}"""u8.ToArray());
}
