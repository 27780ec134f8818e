using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Functions;

/// <summary>Texts that must not be told, and how they get into events and into the answers of services.</summary>
internal static partial class Secrets
{
    /// <summary>Each with the part of it by which it would be recognized.</summary>
    public static readonly (string Text, string Trace)[] All =
    [
        ("4111111111111111", "4111111111111111"),
        ("4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("acme.s3cr3t-s3cr3t", "s3cr3t"),
        ("hunter2-hunter2", "hunter2"),
    ];

    /// <summary>An event with a secret in each place where it has a text, a name or a number, in turn, and as what is no event at all.</summary>
    /// <param name="example">A valid event, as JSON.</param>
    public static IEnumerable<string> In(string example, string secret)
    {
        foreach (Match place in Places().Matches(example))
        {
            yield return Replaced(place, secret);
            yield return Replaced(place, $"{place.Value}:{secret}");
        }

        foreach (var garbage in new[] { secret, $"n{secret}", $"\"{secret}\"", $"\"{secret}", $"{{\"a\":{secret}}}", $"{{\"{secret}\":n{secret}}}", $"[{secret}" })
        {
            yield return garbage;
        }

        yield return $"{example[..^1]},\"{secret}\":\"{secret}\"}}";
        yield return example[..(example.Length / 2)] + secret;

        string Replaced(Match place, string text) => example[..place.Index] + text + example[(place.Index + place.Length)..];
    }

    /// <summary>A service that says the secret: in its refusals, in what is no answer, or wherever an answer has a text.</summary>
    public static Task SayAsync(string manner, string secret, HttpListenerContext context)
    {
        var isXml = context.Request.ContentType?.Contains("form", StringComparison.Ordinal) is true || context.Request.HttpMethod == "PUT";
        var (status, body) = manner switch
        {
            "refusal" when isXml => (400, $"<ErrorResponse><Error><Code>ValidationError</Code><Message>Not {secret}.</Message></Error></ErrorResponse>"),
            "refusal" => (400, new JsonObject { ["__type"] = "ValidationException", ["message"] = $"1 validation error: not {secret}." }.ToJsonString()),
            "garbage" => (200, isXml ? $"<{secret}" : $"n{secret}"),
            _ => (200, isXml ? $"<a><GlobalClusterMembers>{secret}</GlobalClusterMembers></a>" : Answer(secret).ToJsonString()),
        };

        return LoopbackHttp.SendAsync(context.Response, status, Encoding.UTF8.GetBytes(body));
    }

    private static JsonObject Answer(string secret) => new()
    {
        ["Parameter"] = new JsonObject { ["Value"] = secret },
        // What begins like a word of JSON is quoted whole by whoever reads it.
        ["SecretString"] = $"n{secret}",
        ["VersionIdsToStages"] = new JsonObject { [secret] = new JsonArray(secret) },
        ["Items"] = new JsonArray(new JsonObject
        {
            ["payment"] = new JsonObject { ["S"] = secret },
            ["fact"] = new JsonObject { ["S"] = secret },
            ["at"] = new JsonObject { ["S"] = secret },
            ["epoch"] = new JsonObject { ["N"] = secret },
        }),
        ["executions"] = new JsonArray(new JsonObject { ["name"] = secret, ["status"] = secret }),
        ["records"] = new JsonArray(new JsonArray(new JsonObject { ["stringValue"] = secret })),
        ["transactionId"] = secret,
        ["RecoveryPoints"] = new JsonArray(new JsonObject { ["Status"] = "COMPLETED", ["ResourceArn"] = secret, ["CreationDate"] = secret }),
        ["Datapoints"] = new JsonArray(new JsonObject { ["Timestamp"] = secret }),
    };

    /// <summary>What stands between quotes, also those of JSON within JSON, and numbers.</summary>
    [GeneratedRegex(@"(?<="")(?![:,])[^""\\{}\[\]]+(?=\\?"")|(?<="":)[0-9]+")]
    private static partial Regex Places();
}
