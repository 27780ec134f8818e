using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Emulator;

/// <summary>One method of one path in a deployed document. Of what API Gateway can validate only what is used: anything else is refused.</summary>
internal sealed class ApiOperation(JsonNode document, string template, JsonNode operation)
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";

    public string Template => template;

    /// <summary>The function that serves it.</summary>
    public string Function => FunctionOf(operation["x-amazon-apigateway-integration"]!["uri"]!);

    /// <summary>What says who asks; null where nobody has to be known.</summary>
    public JsonNode? Authorizer => operation["security"]?[0]?.AsObject().Single().Key is { } scheme
        ? document["components"]!["securitySchemes"]![scheme]!["x-amazon-apigateway-authorizer"]
        : null;

    private JsonNode? Validator => operation["x-amazon-apigateway-request-validator"]?.GetValue<string>() is { } name
        ? document["x-amazon-apigateway-request-validators"]![name]
        : null;

    public static ApiOperation? Find(JsonNode document, ApiRequest request)
    {
        foreach (var (template, path) in document["paths"]!.AsObject())
        {
            if (Fits(template, request.Path) && (path![request.Method.ToLowerInvariant()] ?? path[AnyMethod]) is { } operation)
            {
                return new(document, template, operation);
            }
        }

        return null;
    }

    /// <summary>arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function}/invocations.</summary>
    public static string FunctionOf(JsonNode uri) => uri.GetValue<string>().Split("/functions/")[1].Split("/invocations")[0];

    /// <summary>The type of the refusal; null where there is none.</summary>
    public string? Judge(ApiRequest request) =>
        Validator is not { } validator ? null
        : validator["validateRequestParameters"]!.GetValue<bool>() && !HasParameters(request) ? "BAD_REQUEST_PARAMETERS"
        : validator["validateRequestBody"]!.GetValue<bool>() && !HasBody(request) ? "BAD_REQUEST_BODY"
        : null;

    private bool HasParameters(ApiRequest request) => (operation["parameters"]?.AsArray() ?? []).All(parameter => (string?)parameter!["in"] switch
    {
        "path" => true,
        "header" => request.Headers.ContainsKey(parameter["name"]!.GetValue<string>()),
        var place => throw new NotSupportedException($"Parameters in {place} are not known here."),
    });

    private bool HasBody(ApiRequest request)
    {
        var schema = document["components"]!["schemas"]![operation["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1]]!;
        Assert.That(schema.AsObject().Select(field => field.Key), Is.SubsetOf(new[] { "type", "required" }), "what is known here of schemas");
        try
        {
            return JsonNode.Parse(request.Body ?? "") is JsonObject body && schema["required"]!.AsArray().All(name => body.ContainsKey(name!.GetValue<string>()));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Fits(string template, string path)
    {
        var (parts, steps) = (template.Split('/'), path.Split('/'));
        return parts.Length == steps.Length && parts.Zip(steps).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
    }
}
