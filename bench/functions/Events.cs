using System.Globalization;
using System.Text.Json.Nodes;

/// <summary>Events as API Gateway hands them on.</summary>
internal static class Events
{
    private const string Payee = "tok_payee";
    private const string Card = "4111111111111111";

    /// <summary>A payment like the others, of which no two are the same.</summary>
    public static string Valid(int number) => Request(
        Key(number),
        string.Create(CultureInfo.InvariantCulture, $$"""{"amount":{{number + 1}},"currency":"EUR","payer":"tok_payer_{{number}}","payee":"{{Payee}}"}"""));

    /// <summary>Every rule of a validation, kept and broken.</summary>
    public static IEnumerable<string> All()
    {
        yield return Valid(0);
        yield return Request(Key(1), Body(currency: "JPY", amount: "100000000"));
        yield return Request(Key(1), Body(currency: "JPY", amount: "100000001"));
        yield return Request(Key(1), Body(currency: "KWD", amount: "1000000001"));
        yield return Request(Key(1), "\n\t" + Body().Replace(",", " ,\r\n", StringComparison.Ordinal));
        yield return Request(Key(1), Convert.ToBase64String("{}"u8), isBase64: true);
        yield return Request(Key(1), "no base64", isBase64: true);
        yield return Request(Key(1), Body(), merchant: null);
        yield return Request(Key(1), Body(), merchant: "Merchant");
        yield return Request(Key(1), Body(), path: "/");
        yield return Request(Key(1), Body(), method: "GET");

        foreach (var key in new[] { null, "", "short", new string('k', 64), new string('k', 65), "order 0001", Card, "1b4e28ba-2fa1-41d2-883f-001616111111" })
        {
            yield return Request(key, Body());
        }

        foreach (var amount in new[] { "0", "-1", "1.0", "1e3", "true", "null", "\"1\"", "9223372036854775807", "9223372036854775808", "NaN", "01" })
        {
            yield return Request(Key(2), Body(amount));
        }

        foreach (var payer in new[] { "", Payee, Card, "4111-1111-1111-1111", "x4111 1111 1111 1111 y", $"99{Card}77{Card}", "tok payer", "tök", "\\ud800", new string('p', 65) })
        {
            yield return Request(Key(3), Body(payer: payer));
        }

        foreach (var body in new[]
        {
            null, "", "no json", "[]", "null", "{}", "{} {}", "{\"amount\":1,}", "{\"amount\":1,\"amount\":1}", "{\"\\ud800\":1}", "{\"more\":{\"a\":1,\"a\":1}}",
            "{\"amount\":[[[[1]]]]}", "{\"amount\":[[[1]]]}", Body(currency: "eur"), Body(currency: "EUR\",\"more\":\"1"), Body(payer: new string('p', 5000)),
        })
        {
            yield return Request(Key(4), body);
        }
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"order-{number:00000000}");

    private static string Body(string amount = "1250", string currency = "EUR", string payer = "tok_payer") =>
        $$"""{"amount":{{amount}},"currency":"{{currency}}","payer":"{{payer}}","payee":"{{Payee}}"}""";

    private static string Request(
        string? key, string? body, string method = "POST", string path = "/validations", string? merchant = "merchant", bool isBase64 = false) =>
        new JsonObject
        {
            ["httpMethod"] = method,
            ["path"] = path,
            ["headers"] = new JsonObject { ["Accept"] = "application/json", ["Content-Type"] = "application/json", ["idempotency-key"] = key },
            ["body"] = body,
            ["isBase64Encoded"] = isBase64,
            ["requestContext"] = new JsonObject { ["authorizer"] = new JsonObject { ["merchant"] = merchant, ["integrationLatency"] = 3 } },
        }.ToJsonString();
}
