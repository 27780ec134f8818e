using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>
/// The whole API in one document of OpenAPI, with what API Gateway reads in it besides: whom it asks who is there, whom it hands requests
/// to, what it refuses by itself, and in which words.
/// </summary>
public static class ApiDocument
{
    /// <summary>A key that was revoked goes on for as long, and for as long again as the authorizer remembers it.</summary>
    private const int AuthorizerMemorySeconds = 60;

    /// <summary>The longest that API Gateway waits. The function answers or ends before that, so an answer that exists is never lost here.</summary>
    private const int IntegrationTimeoutMilliseconds = 29_000;

    private const string AnyMethod = "x-amazon-apigateway-any-method";
    private const string Schema = "Payment";
    private const string Key = "merchant-key";
    private const string Validator = "headers-and-body";

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="authorize">Under which API Gateway invokes the function that says which merchant asks.</param>
    /// <param name="validate">Under which it invokes the function that serves everything else.</param>
    /// <param name="health">Under which it invokes the one that tells how the region is.</param>
    public static string Write(string title, string authorize, string validate, string health)
    {
        var document = new JsonObject
        {
            ["openapi"] = "3.0.1",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = "1" },
            ["paths"] = new JsonObject
            {
                [DoorPaths.Payments] = new JsonObject
                {
                    ["post"] = Operation(validate).ForMerchants().WithPayment(),
                    // Whatever else is asked of the path is for the function to refuse: API Gateway would say that there is no such path.
                    [AnyMethod] = Operation(validate).ForMerchants(),
                },
                ["/payments/{id}"] = new JsonObject
                {
                    ["get"] = Operation(validate).ForMerchants().With(Required("id", "path")),
                    [AnyMethod] = Operation(validate).ForMerchants().With(Required("id", "path")),
                },
                // Says what is wrong with a payment: nothing of it may be refused before.
                ["/validations"] = new JsonObject { [AnyMethod] = Operation(validate).ForMerchants() },
                [DoorPaths.Health] = new JsonObject { ["get"] = Operation(health) },
            },
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject { [Schema] = Payment },
                ["securitySchemes"] = new JsonObject { [Key] = Authorizer(authorize) },
            },
            ["x-amazon-apigateway-request-validators"] = new JsonObject
            {
                [Validator] = new JsonObject { ["validateRequestBody"] = true, ["validateRequestParameters"] = true },
            },
            ["x-amazon-apigateway-gateway-responses"] = GatewayAnswers.Write(),
        };
        return document.ToJsonString(AsWritten);
    }

    /// <summary>
    /// Far less than the function asks for. It keeps out what is no payment at all; what is nearly one the function answers, with
    /// everything that is wrong with it.
    /// </summary>
    private static JsonObject Payment => new() { ["type"] = "object", ["required"] = new JsonArray("amount", "currency", "payer", "payee") };

    private static JsonObject Authorizer(string function) => new()
    {
        ["type"] = "apiKey",
        ["name"] = "Authorization",
        ["in"] = "header",
        ["x-amazon-apigateway-authtype"] = "custom",
        ["x-amazon-apigateway-authorizer"] = new JsonObject
        {
            ["type"] = "request",
            ["identitySource"] = "method.request.header.Authorization",
            ["authorizerUri"] = function,
            ["authorizerResultTtlInSeconds"] = AuthorizerMemorySeconds,
        },
    };

    private static JsonObject Operation(string function) => new()
    {
        // OpenAPI wants one. What the function answers is in docs/payments.md.
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "As the function says." } },
        ["x-amazon-apigateway-integration"] = new JsonObject
        {
            ["type"] = "aws_proxy",
            ["httpMethod"] = "POST",
            ["uri"] = function,
            ["timeoutInMillis"] = IntegrationTimeoutMilliseconds,
        },
    };

    private static JsonObject ForMerchants(this JsonObject operation)
    {
        operation["security"] = new JsonArray(new JsonObject { [Key] = new JsonArray() });
        return operation;
    }

    private static JsonObject WithPayment(this JsonObject operation)
    {
        operation["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{Schema}" } },
            },
        };
        operation["x-amazon-apigateway-request-validator"] = Validator;
        return operation.With(Required("Idempotency-Key", "header"));
    }

    private static JsonObject With(this JsonObject operation, JsonObject parameter)
    {
        operation["parameters"] = new JsonArray(parameter);
        return operation;
    }

    private static JsonObject Required(string name, string place) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}
