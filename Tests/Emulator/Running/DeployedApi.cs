using System.Text.Json.Nodes;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// Answers as API Gateway would from what is deployed: by the names that lead to a stage, by the document that was deployed there, and only
/// with functions whose policies admit it. Throttling, the firewall and what the authorizer's answers are remembered for are left out.
/// </summary>
internal sealed class DeployedApi
{
    private readonly DeployedSite _site;
    private readonly string _id;
    private readonly string _stage;
    private readonly string[] _names;
    private readonly JsonNode _document;

    public DeployedApi(DeployedSite site)
    {
        _site = site;
        var mappings = site.Ask("apigateway get-domain-names --query items[].domainName")
            .Select(name => (Name: name.GetValue<string>(), Mapping: site.Ask($"apigateway get-base-path-mappings --domain-name {name} --query items").Single()))
            .ToArray();
        _names = [.. mappings.Select(mapping => mapping.Name)];
        _id = mappings.Select(mapping => mapping.Mapping["restApiId"]!.GetValue<string>()).Distinct().Single();
        _stage = mappings.Select(mapping => mapping.Mapping["stage"]!.GetValue<string>()).Distinct().Single();
        _document = ReadDocument();
    }

    /// <summary>Under which it answers.</summary>
    public IReadOnlyList<string> Names => _names;

    private string Region => _site.Region.Name;

    public async Task<ApiAnswer> AskAsync(ApiRequest request)
    {
        if (!_names.Contains(request.Host))
        {
            return new ApiAnswer(403, """{"message":"Forbidden"}""", "ACCESS_DENIED");
        }

        if (ApiOperation.Find(_document, request) is not { } operation)
        {
            return Refuse("MISSING_AUTHENTICATION_TOKEN", 403);
        }

        var (refusal, context) = await AuthorizeAsync(operation.Authorizer, request);
        return refusal
            ?? (operation.Judge(request) is { } fault ? Refuse(fault, 400) : await ServeAsync(operation, request, context));
    }

    private async Task<(ApiAnswer? Refusal, JsonNode? Context)> AuthorizeAsync(JsonNode? authorizer, ApiRequest request)
    {
        if (authorizer is null)
        {
            return (null, null);
        }

        var header = authorizer["identitySource"]!.GetValue<string>().Split('.')[^1];
        if (!request.Headers.ContainsKey(header))
        {
            return (Refuse("UNAUTHORIZED", 401), null);
        }

        var method = $"arn:aws:execute-api:{Region}:123456789012:{_id}/{_stage}/{request.Method}{request.Path}";
        var (answer, error) = await InvokeAsync(ApiOperation.FunctionOf(authorizer["authorizerUri"]!), $"arn:aws:execute-api:{Region}:123456789012:{_id}/authorizers/one", new()
        {
            ["type"] = "REQUEST",
            ["methodArn"] = method,
            ["httpMethod"] = request.Method,
            ["path"] = request.Path,
            ["headers"] = Headers(request),
        });
        return error is not null ? (Refuse("AUTHORIZER_FAILURE", 500), null)
            : IsAllowed(answer!["policyDocument"]!, method) ? (null, answer["context"])
            : (Refuse("ACCESS_DENIED", 403), null);
    }

    private async Task<ApiAnswer> ServeAsync(ApiOperation operation, ApiRequest request, JsonNode? context)
    {
        var (answer, error) = await InvokeAsync(operation.Function, $"arn:aws:execute-api:{Region}:123456789012:{_id}/{_stage}/{request.Method}{operation.Template}", new()
        {
            ["resource"] = operation.Template,
            ["httpMethod"] = request.Method,
            ["path"] = request.Path,
            ["headers"] = Headers(request),
            ["requestContext"] = new JsonObject { ["authorizer"] = context?.DeepClone() },
            ["body"] = request.Body,
            ["isBase64Encoded"] = false,
        });
        return error is not null ? Refuse("INTEGRATION_FAILURE", 504) : new(answer!["statusCode"]!.GetValue<int>(), answer["body"]!.GetValue<string>());
    }

    /// <summary>As long as the function's own policy lets this caller.</summary>
    private async Task<(JsonNode? Answer, string? Error)> InvokeAsync(string function, string caller, JsonObject payload)
    {
        var policy = JsonNode.Parse(Make($"lambda get-policy --function-name {function} --query Policy", Region))!;
        var isAdmitted = policy["Statement"]!.AsArray().Any(statement =>
            (string?)statement!["Principal"]!["Service"] == "apigateway.amazonaws.com" && Covers(statement["Condition"]!["ArnLike"]!["AWS:SourceArn"]!.GetValue<string>(), caller));
        return isAdmitted ? await DeployedSite.InvokeAsync(_site.Region, function, payload) : (null, $"{function} does not admit {caller}.");
    }

    private static bool IsAllowed(JsonNode policy, string method) => policy["Statement"]!.AsArray().All(statement =>
        (string?)statement!["Effect"] == "Allow" && Covers(statement["Resource"]!.GetValue<string>(), method));

    private static bool Covers(string pattern, string arn) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, arn, ignoreCase: false);

    private static JsonObject Headers(ApiRequest request) => new(request.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));

    private ApiAnswer Refuse(string type, int status) => ApiAnswer.Refused(_document, type, status);

    private JsonNode ReadDocument()
    {
        using var folder = new TemporaryFolder();
        Make($"apigateway get-export --rest-api-id {_id} --stage-name {_stage} --export-type oas30 {folder.PathOf("document.json")}", Region);
        return JsonNode.Parse(File.ReadAllText(folder.PathOf("document.json")))!;
    }
}
