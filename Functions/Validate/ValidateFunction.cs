using System.Globalization;
using System.Text;
using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Validate;

/// <summary>The door behind API Gateway.</summary>
public sealed class ValidateFunction(Door door, Health health)
{
    public static ValidateFunction On(Platform platform) => new(
        new Door(platform.Acceptance, new Inquiry(platform.Ledger, platform.PeerLedger)),
        new Health(platform.Site, platform.Region.Name, platform.Build, platform.Table, platform.Dynamo, platform.Clock));

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = JsonSerializer.Deserialize(payload.Span, ValidateJson.Default.ProxyRequest) ?? throw new JsonException("The event is not a proxy's.");
        var answer = (request.HttpMethod, request.Path) is ("GET", "/health")
            ? await health.CheckAsync(cancellation)
            : Report(await door.ReplyAsync(ToDoorRequest(request), cancellation), context.Logger);

        return JsonSerializer.SerializeToUtf8Bytes(ToResponse(answer), ValidateJson.Default.ProxyResponse);
    }

    private static DoorRequest ToDoorRequest(ProxyRequest request) => new(
        request.HttpMethod, request.Path, MerchantOf(request), Headers.Find(request.Headers, "Idempotency-Key"), BodyOf(request));

    private static string? MerchantOf(ProxyRequest request) =>
        request.RequestContext?.Authorizer?.GetValueOrDefault("merchant") is { ValueKind: JsonValueKind.String } merchant ? merchant.GetString() : null;

    private static byte[] BodyOf(ProxyRequest request)
    {
        if (!request.IsBase64Encoded)
        {
            return Encoding.UTF8.GetBytes(request.Body ?? "");
        }

        // What is no base64 is no payment either, and is refused as such.
        var bytes = new byte[request.Body?.Length ?? 0];
        return Convert.TryFromBase64String(request.Body ?? "", bytes, out var length) ? bytes[..length] : [];
    }

    private static ProxyResponse ToResponse(Answer answer)
    {
        var headers = new Dictionary<string, string> { ["Content-Type"] = answer.ContentType, ["Cache-Control"] = "no-store" };
        if (answer.RetryAfter is { } patience)
        {
            headers["Retry-After"] = patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        }

        return new ProxyResponse(answer.Status, headers, Encoding.UTF8.GetString(answer.Body));
    }

    private static Answer Report(DoorReply reply, StructuredLog log)
    {
        log.Info("Answered.", ("status", reply.Answer.Status), ("paymentId", reply.Payment));
        switch (reply.Outcome)
        {
            case AcceptanceOutcome.Acknowledged acknowledged:
                log.Measure(new Metrics().Count("Acknowledged").Count("AcknowledgedByOne", acknowledged.Durability is Durability.One ? 1 : 0));
                break;
            case AcceptanceOutcome.Unknown:
                log.Measure(new Metrics().Count("OutcomeUnknown"));
                break;
            default:
                break;
        }

        return reply.Answer;
    }
}
