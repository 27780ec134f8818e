using System.Text.Json.Serialization;

namespace PaymentDr.Functions.RotateSecret;

/// <summary>One of the four steps that Secrets Manager asks for, each as often as it likes.</summary>
/// <param name="ClientRequestToken">The version that is being made.</param>
public sealed record RotationRequest(
    [property: JsonPropertyName("Step")] string Step,
    [property: JsonPropertyName("SecretId")] string SecretId,
    [property: JsonPropertyName("ClientRequestToken")] string ClientRequestToken);

/// <summary>A rotation's messages on the wire.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RotationRequest))]
internal sealed partial class RotateSecretJson : JsonSerializerContext;
