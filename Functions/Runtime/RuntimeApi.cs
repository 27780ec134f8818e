using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace PaymentDr.Runtime;

/// <summary>
/// The HTTP interface between a function's process and Lambda. Its calls block: there is nothing else to do until Lambda answers, and a
/// thread that waits for itself spares the two that would otherwise hand each answer on.
/// </summary>
public sealed class RuntimeApi : IDisposable
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;

    /// <param name="host">As in the variable AWS_LAMBDA_RUNTIME_API: host and port.</param>
    public RuntimeApi(string host) => _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = Connect, UseProxy = false })
    {
        BaseAddress = new Uri($"http://{host}/2018-06-01/runtime/"),
        // The next event may come tomorrow.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public Invocation Next(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "invocation/next");
        using var response = _http.Send(request, cancellation);
        response.EnsureSuccessStatusCode();

        return new Invocation
        {
            RequestId = Header(response, "Lambda-Runtime-Aws-Request-Id") ?? throw new HttpRequestException("An event without a request id."),
            FunctionArn = Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            Deadline = Header(response, "Lambda-Runtime-Deadline-Ms") is { } deadline
                ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(deadline, CultureInfo.InvariantCulture))
                : DateTimeOffset.MaxValue,
            TraceId = Header(response, "Lambda-Runtime-Trace-Id"),
            ClientContext = Header(response, "Lambda-Runtime-Client-Context"),
            Event = Read(response.Content),
        };
    }

    /// <summary>False when Lambda finds the answer too large.</summary>
    public bool Respond(string requestId, ReadOnlyMemory<byte> answer)
    {
        using var response = Post($"invocation/{requestId}/response", answer, errorType: null);
        if (response.StatusCode is HttpStatusCode.RequestEntityTooLarge)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }

    public void Fail(string requestId, Exception exception) => Report($"invocation/{requestId}/error", exception);

    /// <summary>The process cannot serve anything.</summary>
    public void FailInit(Exception exception) => Report("init/error", exception);

    public void Dispose() => _http.Dispose();

    private void Report(string path, Exception exception)
    {
        var report = FailureReport.Of(exception);
        using var response = Post(path, report.ToJson(), report.ErrorType);
        response.EnsureSuccessStatusCode();
    }

    private HttpResponseMessage Post(string path, ReadOnlyMemory<byte> body, string? errorType)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (errorType is not null)
        {
            request.Headers.Add(ErrorTypeHeader, errorType);
        }

        return _http.Send(request);
    }

    /// <summary>A socket that was connected this way blocks; one of the handler's own only seems to.</summary>
    private static ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(context.DnsEndPoint);
            return new ValueTask<Stream>(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[] Read(HttpContent content)
    {
        using var body = new MemoryStream();
        content.CopyTo(body, context: null, CancellationToken.None);
        return body.ToArray();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
