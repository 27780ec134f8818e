using System.Globalization;
using System.Net;

namespace PaymentDr.Runtime;

/// <summary>The HTTP interface between a function's process and Lambda. For one thread.</summary>
/// <param name="host">As in the variable AWS_LAMBDA_RUNTIME_API: host and port.</param>
public sealed class RuntimeApi(string host) : IDisposable
{
    private const string Root = "/2018-06-01/runtime";
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    private readonly RuntimeConnection _connection = new(host);

    /// <summary>Waits for the next event, which may come tomorrow.</summary>
    public Invocation Next(CancellationToken cancellation)
    {
        var response = _connection.Get($"{Root}/invocation/next", cancellation).EnsureSuccess();

        return new Invocation
        {
            RequestId = Header(response, "Lambda-Runtime-Aws-Request-Id") ?? throw new HttpRequestException("An event without a request id."),
            FunctionArn = Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            Deadline = Header(response, "Lambda-Runtime-Deadline-Ms") is { } deadline
                ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(deadline, CultureInfo.InvariantCulture))
                : DateTimeOffset.MaxValue,
            TraceId = Header(response, "Lambda-Runtime-Trace-Id"),
            ClientContext = Header(response, "Lambda-Runtime-Client-Context"),
            Event = response.Body,
        };
    }

    /// <summary>False when Lambda finds the answer too large.</summary>
    public bool Respond(string requestId, ReadOnlyMemory<byte> answer)
    {
        var response = _connection.PostJson($"{Root}/invocation/{requestId}/response", answer.Span);
        if (response.Status is (int)HttpStatusCode.RequestEntityTooLarge)
        {
            return false;
        }

        response.EnsureSuccess();
        return true;
    }

    public void Fail(string requestId, Exception exception) => Report($"{Root}/invocation/{requestId}/error", exception);

    /// <summary>The process cannot serve anything.</summary>
    public void FailInit(Exception exception) => Report($"{Root}/init/error", exception);

    public void Dispose() => _connection.Dispose();

    private void Report(string path, Exception exception)
    {
        var report = FailureReport.Of(exception);
        _connection.PostJson(path, report.ToJson(), (ErrorTypeHeader, report.ErrorType)).EnsureSuccess();
    }

    private static string? Header(RuntimeResponse response, string name) => response.Headers.GetValueOrDefault(name);
}
