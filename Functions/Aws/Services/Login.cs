using System.Text.Json.Serialization;

namespace PaymentDr.Aws;

/// <summary>What the Data API finds in a secret.</summary>
public sealed record Login(string Username, string Password)
{
    /// <summary>Nothing that prints a record may print this one.</summary>
    public override string ToString() => $"{Username}, password withheld";
}

/// <summary>A login in a secret.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Login))]
internal sealed partial class LoginJson : JsonSerializerContext;
