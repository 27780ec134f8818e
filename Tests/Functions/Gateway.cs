using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>A door of a region as customers find it: HTTP in front of the functions authorize and validate, as API Gateway puts it there.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly Invoke _authorize;
    private readonly Invoke _validate;
    private readonly LoopbackHttp _http;

    public Gateway(TwoRegions regions, Site site)
    {
        _authorize = new Invoke(Catalog.Build("authorize", regions.Platform(site)));
        _validate = new Invoke(Catalog.Build("validate", regions.Platform(site)));
        _http = new LoopbackHttp(AnswerAsync);
    }

    public string Health => $"{_http.Endpoint}/health";

    public string Payments => $"{_http.Endpoint}/payments";

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body, stop);
        var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]);
        var answer = await _validate.WithAsync(new JsonObject
        {
            ["httpMethod"] = context.Request.HttpMethod,
            ["path"] = context.Request.Url!.AbsolutePath,
            ["headers"] = ToJson(headers),
            ["body"] = Encoding.UTF8.GetString(body.ToArray()),
            ["requestContext"] = new JsonObject { ["authorizer"] = await AuthorizeAsync(headers) },
        });
        context.Response.ContentType = answer["headers"]!["Content-Type"]!.GetValue<string>();
        await LoopbackHttp.SendAsync(context.Response, answer["statusCode"]!.GetValue<int>(), Encoding.UTF8.GetBytes(answer["body"]!.GetValue<string>()));
    }

    private async Task<JsonNode> AuthorizeAsync(Dictionary<string, string?> headers) => headers.ContainsKey("Authorization")
        ? (await _authorize.WithAsync(new JsonObject { ["methodArn"] = "arn:aws:execute-api:us-east-1:123456789012:api/live/POST/payments", ["headers"] = ToJson(headers) }))["context"]!.DeepClone()
        : new JsonObject();

    private static JsonObject ToJson(Dictionary<string, string?> headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
}
