using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Runtime;

namespace PaymentDr.Tests.Functions;

/// <summary>Calls a handler as the runtime loop does, and keeps what it logs.</summary>
internal sealed class Invoke(Handler handler)
{
    public string Log { get; private set; } = "";

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
        using var log = new MemoryStream();
        var context = new LambdaContext(invocation, TimeProvider.System, new StructuredLog(log, TimeProvider.System));
        try
        {
            return JsonNode.Parse((await handler(invocation.Event, context, cancellation)).Span)!;
        }
        finally
        {
            Log += Encoding.UTF8.GetString(log.ToArray());
        }
    }

    public Task<JsonNode> WithAsync(JsonNode payload) => WithAsync(payload.ToJsonString());
}
