using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Regional.Api;

/// <summary>What API Gateway does by itself must be what the functions would have done.</summary>
[TestFixture]
public sealed partial class ApiDocumentTests
{
    private static JsonObject Document => JsonNode.Parse(ApiDocument.Write("api", "authorize", "validate", "health"))!.AsObject();

    [Test, Snapshot]
    public void The_document() => Snapshot.Verify(Document);

    [Test]
    public void Both_regions_have_it_with_functions_of_their_own()
    {
        foreach (var api in SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_api_gateway_rest_api"))
        {
            var functions = FunctionUri().Matches(api.Text("body")!).Select(match => match.Value).Distinct().ToArray();

            Assert.That(functions, Has.Length.EqualTo(3));
            Assert.That(functions.Select(function => SynthesizedStack.Default.Referenced(function).Scope), Is.All.EqualTo(api.Scope));
        }
    }

    [TestCase("""{"amount":1250,"currency":"EUR","payer":"tok_payer","payee":"tok_payee"}""")]
    [TestCase("""  { "payee":"tok_payee", "payer":"tok_\u0070ayer", "currency":"EUR", "amount":1250 } """)]
    [TestCase("""{"amount":1,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""")]
    [TestCase("""{"amount":100000000,"currency":"EUR","payer":"a","payee":"b"}""")]
    public void What_the_function_takes_on_is_let_through(string body)
    {
        Assert.That(PaymentReader.Read("merchant", "order-2026-1", Encoding.UTF8.GetBytes(body)).IsValid(out _), Is.True);
        Assert.That(Accepts(Schema, JsonNode.Parse(body)), Is.True);
    }

    [TestCase("[]")]
    [TestCase("1")]
    [TestCase("""{"amount":1250,"currency":"EUR","payer":"tok_payer"}""")]
    public void What_is_kept_out_the_function_would_refuse(string body)
    {
        Assert.That(PaymentReader.Read("merchant", "order-2026-1", Encoding.UTF8.GetBytes(body)).IsValid(out _), Is.False);
        Assert.That(Accepts(Schema, JsonNode.Parse(body)), Is.False);
    }

    /// <summary>A key is remembered with one policy for all methods, so nothing but the header may decide what it allows.</summary>
    [Test]
    public void Everything_but_health_needs_a_key()
    {
        var open = from path in Document["paths"]!.AsObject()
                   from operation in path.Value!.AsObject()
                   where operation.Value!["security"] is null
                   select $"{operation.Key} {path.Key}";

        Assert.That(open, Is.EqualTo(new[] { "get /health" }));
        Assert.That(Health.IsAskedBy("GET", "/health"), Is.True);
        Assert.That(Authorizer["identitySource"]!.GetValue<string>(), Is.EqualTo("method.request.header.Authorization"));
    }

    /// <summary>Of a path that the function serves, the gateway leaves it every method; of health only the one that is asked.</summary>
    [Test]
    public async Task The_paths_are_those_that_the_function_serves()
    {
        var door = new Door(null!, null!);
        foreach (var (path, operations) in Document["paths"]!.AsObject().Where(path => path.Key != "/health"))
        {
            Assert.That(operations!.AsObject().Select(operation => operation.Key), Does.Contain("x-amazon-apigateway-any-method"), path);
            var answer = await door.ReplyAsync(new DoorRequest("PATCH", path, "merchant", null, default), default);
            Assert.That(answer.Answer.Status, Is.EqualTo(405), path);
        }
    }

    [Test]
    public void The_gateway_waits_longer_than_the_function_may_take()
    {
        var stack = SynthesizedStack.Default;
        var longest = stack.Elements
            .Where(element => element.Type == "aws_lambda_function" && element.Text("handler") == "validate")
            .Max(function => function.Body["timeout"]!.GetValue<int>());
        var waits = from path in Document["paths"]!.AsObject()
                    from operation in path.Value!.AsObject()
                    select operation.Value!["x-amazon-apigateway-integration"]!["timeoutInMillis"]!.GetValue<int>();

        Assert.That(waits, Is.Not.Empty.And.All.GreaterThan(longest * 1000).And.All.LessThanOrEqualTo(29_000));
    }

    [TestCase("ACCESS_DENIED", "401", "no-key")]
    [TestCase("UNAUTHORIZED", "401", "no-key")]
    [TestCase("AUTHORIZER_FAILURE", "503", "unavailable")]
    [TestCase("BAD_REQUEST_BODY", "400", "malformed-request")]
    [TestCase("MISSING_AUTHENTICATION_TOKEN", "404", "unknown-path")]
    [TestCase("THROTTLED", "429", "too-many-requests")]
    [TestCase("WAF_FILTERED", "403", "suspicious")]
    [TestCase("DEFAULT_5XX", "503", "outcome-unknown")]
    public void It_refuses_in_the_platforms_words(string refusal, string status, string type)
    {
        var response = Responses[refusal]!;
        var problem = JsonNode.Parse(response["responseTemplates"]!["application/json"]!.GetValue<string>())!;

        Assert.That(response["statusCode"]!.GetValue<string>(), Is.EqualTo(status));
        Assert.That(problem["type"]!.GetValue<string>(), Is.EqualTo(type));
        Assert.That(problem["status"]!.GetValue<int>(), Is.EqualTo(int.Parse(status, CultureInfo.InvariantCulture)));
        Assert.That(response["responseParameters"]!["gatewayresponse.header.Content-Type"]!.GetValue<string>(), Is.EqualTo("'application/problem+json'"));
    }

    /// <summary>Where a payment may have been taken on, nothing else is said: by no refusal that comes after the function was called.</summary>
    [Test]
    public void What_comes_after_the_function_never_says_that_nothing_was_taken_on()
    {
        var specified = Responses.Select(response => response.Key);

        Assert.That(specified, Has.None.StartsWith("INTEGRATION_").And.None.EqualTo("API_CONFIGURATION_ERROR"), "they fall to DEFAULT_5XX");
        Assert.That(
            Responses.Where(response => response.Value!["statusCode"]!.GetValue<string>() is "503" or "429")
                .Select(response => response.Value!["responseParameters"]!["gatewayresponse.header.Retry-After"]?.GetValue<string>()),
            Is.Not.Empty.And.All.EqualTo("'2'"));
    }

    /// <summary>API Gateway puts variables of its own where a template has a dollar.</summary>
    [Test]
    public void No_template_repeats_what_was_sent() =>
        Assert.That(Responses.Select(response => response.Value!["responseTemplates"]!["application/json"]!.GetValue<string>()), Has.None.Contains("$"));

    private static JsonObject Responses => Document["x-amazon-apigateway-gateway-responses"]!.AsObject();

    private static JsonObject Schema => Document["components"]!["schemas"]!["Payment"]!.AsObject();

    private static JsonNode Authorizer => Document["components"]!["securitySchemes"]!["merchant-key"]!["x-amazon-apigateway-authorizer"]!;

    /// <summary>The keywords that are used, and no other.</summary>
    private static bool Accepts(JsonObject schema, JsonNode? value) => schema.All(keyword => keyword.Key switch
    {
        "type" => keyword.Value!.GetValue<string>() == "object" && value is JsonObject,
        "required" => keyword.Value!.AsArray().All(name => value is JsonObject found && found.ContainsKey(name!.GetValue<string>())),
        _ => throw new NotSupportedException(keyword.Key),
    });

    [GeneratedRegex(@"\$\{aws_lambda_function\.[^}]+\}")]
    private static partial Regex FunctionUri();
}
