using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Runtime;

namespace PaymentDr.Tests.Functions;

/// <summary>Calls a handler as the runtime loop does, and keeps what it logs.</summary>
internal sealed class Invoke(Handler handler) : IDisposable
{
    private readonly MemoryStream _log = new();

    public void Dispose() => _log.Dispose();

    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    public IEnumerable<JsonNode> Lines => Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);

    /// <summary>The newest value of a metric; null when it was never measured.</summary>
    public double? Metric(string name) => Lines.Select(line => line[name]).LastOrDefault(value => value is not null)?.GetValue<double>();

    public async Task<JsonNode> WithAsync(string payload, CancellationToken cancellation = default)
    {
        var invocation = new Invocation
        {
            RequestId = "request-1",
            FunctionArn = "arn:of:the:function",
            Deadline = DateTimeOffset.UtcNow.AddSeconds(30),
            Event = Encoding.UTF8.GetBytes(payload),
        };
        var context = new LambdaContext(invocation, TimeProvider.System, new StructuredLog(_log, TimeProvider.System));
        var answer = await handler(invocation.Event, context, cancellation);

        return JsonNode.Parse(answer.Span)!;
    }

    public Task<JsonNode> WithAsync(JsonNode payload) => WithAsync(payload.ToJsonString());
}
