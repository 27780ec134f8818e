using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace PaymentDr.Runtime;

/// <summary>The HTTP interface between a function's process and Lambda.</summary>
public sealed class RuntimeApi : IDisposable
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;

    /// <param name="host">As in the variable AWS_LAMBDA_RUNTIME_API: host and port.</param>
    public RuntimeApi(string host) => _http = new HttpClient
    {
        BaseAddress = new Uri($"http://{host}/2018-06-01/runtime/"),
        // The next event may come tomorrow.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<Invocation> NextAsync(CancellationToken cancellation)
    {
        using var response = await _http.GetAsync("invocation/next", cancellation);
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
            Event = await response.Content.ReadAsByteArrayAsync(cancellation),
        };
    }

    /// <summary>False when Lambda finds the answer too large.</summary>
    public async Task<bool> RespondAsync(string requestId, ReadOnlyMemory<byte> answer, CancellationToken cancellation)
    {
        using var response = await PostAsync($"invocation/{requestId}/response", answer, errorType: null, cancellation);
        if (response.StatusCode is HttpStatusCode.RequestEntityTooLarge)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }

    public Task FailAsync(string requestId, Exception exception, CancellationToken cancellation) =>
        ReportAsync($"invocation/{requestId}/error", exception, cancellation);

    /// <summary>The process cannot serve anything.</summary>
    public Task FailInitAsync(Exception exception, CancellationToken cancellation) => ReportAsync("init/error", exception, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task ReportAsync(string path, Exception exception, CancellationToken cancellation)
    {
        var report = FailureReport.Of(exception);
        using var response = await PostAsync(path, report.ToJson(), report.ErrorType, cancellation);
        response.EnsureSuccessStatusCode();
    }

    private Task<HttpResponseMessage> PostAsync(string path, ReadOnlyMemory<byte> body, string? errorType, CancellationToken cancellation)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (errorType is not null)
        {
            request.Headers.Add(ErrorTypeHeader, errorType);
        }

        return _http.SendAsync(request, cancellation);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
