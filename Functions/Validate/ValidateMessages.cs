using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentDr.Functions.Validate;

/// <summary>What API Gateway hands on of a request; whoever invokes the function directly hands over the same.</summary>
public sealed record ProxyRequest
{
    public required string HttpMethod { get; init; }

    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public string? Body { get; init; }

    public bool IsBase64Encoded { get; init; }

    public ProxyContext? RequestContext { get; init; }
}

/// <summary>What API Gateway knows of a request.</summary>
/// <param name="Authorizer">What the authorizer said of it, besides what API Gateway adds.</param>
public sealed record ProxyContext(IReadOnlyDictionary<string, JsonElement>? Authorizer);

/// <summary>What API Gateway answers the caller.</summary>
public sealed record ProxyResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A proxy's messages on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ProxyRequest))]
[JsonSerializable(typeof(ProxyResponse))]
internal sealed partial class ValidateJson : JsonSerializerContext;
