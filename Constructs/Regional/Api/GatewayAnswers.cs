using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>What API Gateway answers by itself, in the platform's own words, so that callers have one kind of answer to understand.</summary>
public static class GatewayAnswers
{
    /// <summary>By API Gateway's type of refusal. The two defaults stand for every other type of theirs.</summary>
    private static readonly Dictionary<string, Answer> Answers = new()
    {
        ["ACCESS_DENIED"] = Answer.NoKey,
        ["UNAUTHORIZED"] = Answer.NoKey,
        // The authorizer comes before the function, so nothing has been taken on.
        ["AUTHORIZER_CONFIGURATION_ERROR"] = Answer.Unavailable,
        ["AUTHORIZER_FAILURE"] = Answer.Unavailable,
        ["BAD_REQUEST_BODY"] = Answer.Malformed([new FieldError("body", "must be one JSON object with amount, currency, payer and payee")]),
        ["BAD_REQUEST_PARAMETERS"] = Answer.Malformed([new FieldError("Idempotency-Key", "is missing")]),
        // Signatures are looked at only where there is nothing else to look at.
        ["EXPIRED_TOKEN"] = Answer.UnknownPath,
        ["INVALID_SIGNATURE"] = Answer.UnknownPath,
        ["MISSING_AUTHENTICATION_TOKEN"] = Answer.UnknownPath,
        ["RESOURCE_NOT_FOUND"] = Answer.UnknownPath,
        ["REQUEST_TOO_LARGE"] = Answer.Unreadable(413),
        ["THROTTLED"] = Answer.TooMany,
        ["WAF_FILTERED"] = Answer.Suspicious,
        ["DEFAULT_4XX"] = Answer.Unreadable(400),
        // The function may have taken the payment on before it was given up.
        ["DEFAULT_5XX"] = Answer.OutcomeUnknown,
    };

    public static JsonObject Write() => new(Answers.Select(answer => KeyValuePair.Create(answer.Key, (JsonNode?)Write(answer.Value))));

    /// <summary>The template is chosen by what the caller accepts, and this is the one that everybody gets: so its own type stands in a header.</summary>
    private static JsonObject Write(Answer answer) => new()
    {
        ["statusCode"] = answer.Status.ToString(CultureInfo.InvariantCulture),
        ["responseParameters"] = new JsonObject(AnswerHeaders.Of(answer).Select(header =>
            KeyValuePair.Create($"gatewayresponse.header.{header.Name}", (JsonNode?)$"'{header.Value}'"))),
        ["responseTemplates"] = new JsonObject { ["application/json"] = Encoding.UTF8.GetString(answer.Body) },
    };
}
