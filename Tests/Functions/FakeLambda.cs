using System.Net;
using System.Text;

namespace PaymentDr.Tests.Functions;

/// <summary>A region's Lambda with one function, which is invoked directly. What the function throws is its failure, and not the call's.</summary>
internal sealed class FakeLambda : IAsyncDisposable
{
    private readonly LoopbackHttp _http;
    private readonly Invoke _function;

    public FakeLambda(Invoke function)
    {
        _function = function;
        _http = new LoopbackHttp(AnswerAsync);
    }

    public string Endpoint => _http.Endpoint;

    public int Invocations { get; private set; }

    public bool IsBroken { get; set; }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var payload = await reader.ReadToEndAsync(stop);
        Invocations++;
        if (context.Request.Url!.AbsolutePath != "/2015-03-31/functions/validate/invocations")
        {
            await LoopbackHttp.SendAsync(context.Response, 404, """{"Type":"User","message":"Function not found"}"""u8.ToArray());
        }
        else if (IsBroken)
        {
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
            await LoopbackHttp.SendAsync(context.Response, 200, """{"errorType":"Exception","errorMessage":"broken"}"""u8.ToArray());
        }
        else
        {
            await LoopbackHttp.SendAsync(context.Response, 200, Encoding.UTF8.GetBytes((await _function.WithAsync(payload, stop)).ToJsonString()));
        }
    }
}
