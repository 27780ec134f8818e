using System.Text.Json.Serialization;

namespace PaymentDr.Functions.Authorize;

/// <summary>What API Gateway asks an authorizer of type REQUEST.</summary>
/// <param name="MethodArn">arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}.</param>
public sealed record AuthorizerRequest(string MethodArn, IReadOnlyDictionary<string, string>? Headers);

/// <summary>Who it is, and what he may do.</summary>
public sealed record AuthorizerAnswer(string PrincipalId, PolicyDocument PolicyDocument, IReadOnlyDictionary<string, string> Context)
{
    private const string Nobody = "nobody";

    /// <summary>For the whole stage: API Gateway keeps the answer for the key, whichever path it asks for next.</summary>
    public static AuthorizerAnswer For(string? merchant, string methodArn)
    {
        var stage = string.Join('/', methodArn.Split('/').Take(2));
        var statement = new PolicyStatement("execute-api:Invoke", merchant is null ? "Deny" : "Allow", $"{stage}/*");

        return new(merchant ?? Nobody, new PolicyDocument("2012-10-17", [statement]), Known(merchant));
    }

    private static Dictionary<string, string> Known(string? merchant) => merchant is null ? [] : new() { ["merchant"] = merchant };
}

/// <summary>A policy of IAM, whose properties begin with capitals.</summary>
public sealed record PolicyDocument(
    [property: JsonPropertyName("Version")] string Version,
    [property: JsonPropertyName("Statement")] IReadOnlyList<PolicyStatement> Statement);

/// <summary>One statement of a policy.</summary>
public sealed record PolicyStatement(
    [property: JsonPropertyName("Action")] string Action,
    [property: JsonPropertyName("Effect")] string Effect,
    [property: JsonPropertyName("Resource")] string Resource);

/// <summary>An authorizer's messages on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuthorizerRequest))]
[JsonSerializable(typeof(AuthorizerAnswer))]
internal sealed partial class AuthorizeJson : JsonSerializerContext;
