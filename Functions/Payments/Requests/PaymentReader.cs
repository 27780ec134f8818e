using System.Text.Json;

namespace PaymentDr.Payments;

/// <summary>Reads a request and collects everything that is wrong with it, or makes a payment of it.</summary>
public sealed class PaymentReader
{
    private const string KeyField = "Idempotency-Key";
    private const int LongestBody = 4096;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };
    private static readonly string[] Fields = ["amount", "currency", "payer", "payee"];

    private readonly List<FieldError> _errors = [];

    private PaymentReader()
    {
    }

    public static Reading Read(string merchant, string? idempotencyKey, ReadOnlyMemory<byte> body)
    {
        var reader = new PaymentReader();
        var key = reader.Key(idempotencyKey);
        var payment = reader.Body(merchant, key, body);

        return payment is not null && reader._errors.Count == 0 ? new Reading(payment) : new Reading(reader._errors);
    }

    private string Key(string? key) => key switch
    {
        null or "" => Wrong(KeyField, "is missing: 8 to 64 characters, letters, digits, '-' or '_'"),
        _ when CardNumber.IsIn(key) => Wrong(KeyField, "looks like a card number"),
        _ when key.Length is < 8 or > 64 || !IsUrlSafe(key) => Wrong(KeyField, "must be 8 to 64 characters, letters, digits, '-' or '_'"),
        _ => key,
    };

    private Payment? Body(string merchant, string key, ReadOnlyMemory<byte> body)
    {
        if (body.Length > LongestBody)
        {
            Wrong("body", $"must not be longer than {LongestBody} bytes");
            return null;
        }

        using var document = Parse(body);
        return document?.RootElement.ValueKind is JsonValueKind.Object ? Payment(merchant, key, document.RootElement) : NotAnObject();
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second one comes of a name that is half a surrogate pair.
            return null;
        }
    }

    private Payment? NotAnObject()
    {
        Wrong("body", "must be one JSON object that names no property twice");
        return null;
    }

    private Payment? Payment(string merchant, string key, JsonElement body)
    {
        if (body.EnumerateObject().Any(property => !Fields.Any(property.NameEquals)))
        {
            // Its name is not repeated: it comes from the request as much as its value does.
            Wrong("body", $"has a property other than {string.Join(", ", Fields)}");
        }

        var currency = Currency(body);
        var amount = Amount(body, currency);
        var payer = Token(body, "payer");
        var payee = Token(body, "payee");
        if (payer.Length > 0 && payer == payee)
        {
            Wrong("payee", "must differ from payer");
        }

        return currency is null ? null : new Payment(merchant, key, new Money(amount, currency), payer, payee);
    }

    private Currency? Currency(JsonElement body)
    {
        var currency = Text(body, "currency") is { } code ? PaymentDr.Payments.Currency.Parse(code) : null;
        if (currency is null)
        {
            Wrong("currency", "must be the code of a currency of ISO 4217, such as EUR");
        }

        return currency;
    }

    private long Amount(JsonElement body, Currency? currency)
    {
        var isWhole = body.TryGetProperty("amount", out var element) && element.ValueKind is JsonValueKind.Number && element.TryGetInt64(out _);
        var amount = isWhole ? element.GetInt64() : 0;
        if (amount <= 0)
        {
            Wrong("amount", "must be a whole number of the currency's minor unit, greater than 0");
        }
        else if (amount > currency?.Limit)
        {
            Wrong("amount", $"must be at most {currency.Limit}, the limit of {currency.Code}");
        }

        return amount;
    }

    private string Token(JsonElement body, string field) => Text(body, field) switch
    {
        null => Wrong(field, "must be the token of an account: 1 to 64 characters, letters, digits, '-' or '_'"),
        var token when CardNumber.IsIn(token) => Wrong(field, "looks like a card number: send a token instead"),
        var token when token.Length is 0 or > 64 || !IsUrlSafe(token) => Wrong(field, "must be 1 to 64 characters, letters, digits, '-' or '_'"),
        var token => token,
    };

    private static string? Text(JsonElement body, string field)
    {
        try
        {
            return body.TryGetProperty(field, out var element) && element.ValueKind is JsonValueKind.String
                ? element.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8, pass the parser and are found only here.
            return null;
        }
    }

    private static bool IsUrlSafe(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private string Wrong(string field, string message)
    {
        _errors.Add(new FieldError(field, message));
        return "";
    }
}
