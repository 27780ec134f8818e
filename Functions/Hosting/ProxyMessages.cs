using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using PaymentDr.Payments;

namespace PaymentDr.Hosting;

/// <summary>What API Gateway hands on of a request; whoever invokes the function directly hands over the same.</summary>
public sealed record ProxyRequest
{
    private const string KeyHeader = "Idempotency-Key";

    public required string HttpMethod { get; init; }

    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public string? Body { get; init; }

    public bool IsBase64Encoded { get; init; }

    public ProxyContext? RequestContext { get; init; }

    public static ProxyRequest Of(DoorRequest request) => new()
    {
        HttpMethod = request.Method,
        Path = request.Path,
        Headers = request.IdempotencyKey is { } key ? new Dictionary<string, string> { [KeyHeader] = key } : null,
        Body = Convert.ToBase64String(request.Body.Span),
        IsBase64Encoded = true,
        RequestContext = request.Merchant is { } merchant ? new ProxyContext(new ProxyAuthorizer(merchant)) : null,
    };

    public DoorRequest ToDoorRequest() => new(HttpMethod, Path, Merchant(), RequestHeaders.Find(Headers, KeyHeader), Bytes());

    private string? Merchant() => RequestContext?.Authorizer?.Merchant is { } merchant && MerchantName.IsValid(merchant) ? merchant : null;

    private byte[] Bytes()
    {
        if (!IsBase64Encoded)
        {
            return Encoding.UTF8.GetBytes(Body ?? "");
        }

        // What is no base64 is no payment either, and is refused as such.
        var bytes = new byte[Body?.Length ?? 0];
        return Convert.TryFromBase64String(Body ?? "", bytes, out var length) ? bytes[..length] : [];
    }
}

/// <summary>What API Gateway knows of a request.</summary>
public sealed record ProxyContext(ProxyAuthorizer? Authorizer);

/// <summary>What the authorizer said of a request.</summary>
public sealed record ProxyAuthorizer(string? Merchant);

/// <summary>What API Gateway answers the caller.</summary>
public sealed record ProxyResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static ProxyResponse Of(Answer answer) => new(
        answer.Status, AnswerHeaders.Of(answer).ToDictionary(header => header.Name, header => header.Value), Encoding.UTF8.GetString(answer.Body));

    public Answer ToAnswer() => new(
        StatusCode,
        Headers.GetValueOrDefault(AnswerHeaders.ContentType, "application/json"),
        Encoding.UTF8.GetBytes(Body),
        int.TryParse(Headers.GetValueOrDefault(AnswerHeaders.RetryAfter), CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
}

/// <summary>A proxy's messages on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ProxyRequest))]
[JsonSerializable(typeof(ProxyResponse))]
public sealed partial class ProxyJson : JsonSerializerContext;
