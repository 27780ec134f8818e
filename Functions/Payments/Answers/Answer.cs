using System.Text.Json;

namespace PaymentDr.Payments;

/// <summary>An answer over HTTP, as a value: whoever sends it adds nothing.</summary>
/// <param name="RetryAfter">Only where asking again helps.</param>
public sealed record Answer(int Status, string ContentType, byte[] Body, TimeSpan? RetryAfter = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Answer To(AcceptanceOutcome outcome) => outcome switch
    {
        AcceptanceOutcome.Acknowledged acknowledged => new Answer(
            acknowledged.IsNew ? 201 : 200,
            View(acknowledged.Accepted, acknowledged.Standing) with { Durability = acknowledged.Durability }),
        AcceptanceOutcome.KeyReused => new Answer(new Problem
        {
            Type = "key-reused",
            Title = "The idempotency key stands for another payment.",
            Status = 409,
            Detail = "Nothing was taken on. Repeat the first request as it was, or send this one under a new key.",
        }),
        _ => OutcomeUnknown,
    };

    public static Answer To(InquiryOutcome outcome) => outcome switch
    {
        InquiryOutcome.Found found => new Answer(200, View(found.Accepted, found.Standing)),
        InquiryOutcome.NotFound => new Answer(new Problem
        {
            Type = "unknown-payment",
            Title = "No payment has this id.",
            Status = 404,
            Detail = "A request whose answer is still missing may yet make one: repeat it to find out.",
        }),
        _ => OutcomeUnknown,
    };

    public static Answer Malformed(IReadOnlyList<FieldError> errors) => new(new Problem
    {
        Type = "malformed-request",
        Title = "The request is malformed; this request took nothing on.",
        Status = 400,
        Errors = errors,
    });

    /// <summary>To a request that was only to be looked at.</summary>
    public static Answer Valid { get; } = new(200, "application/json", "{\"valid\":true}"u8.ToArray());

    public static Answer NoKey { get; } = new(new Problem { Type = "no-key", Title = "The request names no merchant by a valid API key.", Status = 401 });

    public static Answer UnknownPath { get; } = new(new Problem { Type = "unknown-path", Title = "There is nothing under this path.", Status = 404 });

    public static Answer WrongMethod { get; } = new(new Problem { Type = "wrong-method", Title = "This path does not take this method.", Status = 405 });

    /// <summary>What came is not HTTP as it should be.</summary>
    /// <param name="status">From 400 to 499.</param>
    public static Answer Unreadable(int status) => new(new Problem { Type = "unreadable", Title = "The request cannot be read; this request took nothing on.", Status = status });

    /// <summary>Of a door that takes no more for the moment.</summary>
    public static Answer TooMany { get; } = Repeatable(new Problem
    {
        Type = "too-many-requests",
        Title = "Too many requests come at once; this request took nothing on.",
        Status = 429,
        Detail = "Repeat the same request with the same key.",
    });

    /// <summary>To what looks like an attack.</summary>
    public static Answer Suspicious { get; } = new(new Problem { Type = "suspicious", Title = "The request looks like an attack; this request took nothing on.", Status = 403 });

    /// <summary>Only where it is certain that this request took nothing on.</summary>
    public static Answer Unavailable { get; } = Repeatable(new Problem
    {
        Type = "unavailable",
        Title = "Nobody can look at the request now; this request took nothing on.",
        Status = 503,
        Detail = "Repeat the same request with the same key.",
    });

    /// <summary>Also the answer to whatever went wrong unexpectedly: it may have gone wrong after the payment was taken on.</summary>
    public static Answer OutcomeUnknown { get; } = Repeatable(new Problem
    {
        Type = "outcome-unknown",
        Title = "Whether the payment was taken on is not known.",
        Status = 503,
        Detail = "Repeat the same request with the same key until 200, 201 or 409 comes: it is never taken on twice.",
    });

    private Answer(int status, PaymentView view)
        : this(status, "application/json", JsonSerializer.SerializeToUtf8Bytes(view, AnswerJson.Default.PaymentView))
    {
    }

    private Answer(Problem problem)
        : this(problem.Status, "application/problem+json", JsonSerializer.SerializeToUtf8Bytes(problem, AnswerJson.Default.Problem))
    {
    }

    private static Answer Repeatable(Problem problem) => new(problem) { RetryAfter = Patience };

    private static PaymentView View(Accepted accepted, Standing standing) => new()
    {
        Id = accepted.Id.Value,
        IdempotencyKey = accepted.Payment.IdempotencyKey,
        Amount = accepted.Payment.Amount.Minor,
        Currency = accepted.Payment.Amount.Currency.Code,
        Payer = accepted.Payment.Payer,
        Payee = accepted.Payment.Payee,
        AcceptedAt = accepted.At,
        State = standing.State,
        Rejection = standing.Rejection,
        InDoubt = standing.InDoubt,
    };
}
