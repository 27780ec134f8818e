namespace PaymentDr.Payments;

/// <summary>What came over HTTP, whoever carried it.</summary>
/// <param name="Merchant">Who asks, as the key has shown; null when nothing has.</param>
public sealed record DoorRequest(string Method, string Path, string? Merchant, string? IdempotencyKey, ReadOnlyMemory<byte> Body);

/// <summary>The answer, and what there is to say about it in a log.</summary>
public sealed record DoorReply(Answer Answer, PaymentId? Payment = null, AcceptanceOutcome? Outcome = null);

/// <summary>The platform as merchants see it: the same behind every door.</summary>
public sealed class Door(Acceptance acceptance, Inquiry inquiry)
{
    public Task<DoorReply> ReplyAsync(DoorRequest request, CancellationToken cancellation) =>
        request.Merchant is not { } merchant ? Task.FromResult(new DoorReply(Answer.NoKey))
        : (request.Method, Parts(request.Path)) switch
        {
            ("POST", ["payments"]) => AcceptAsync(merchant, request, cancellation),
            ("GET", ["payments", var id]) => FindAsync(merchant, id, cancellation),
            ("POST", ["validations"]) => Task.FromResult(Validate(merchant, request)),
            (_, ["payments"] or ["payments", _] or ["validations"]) => Task.FromResult(new DoorReply(Answer.WrongMethod)),
            _ => Task.FromResult(new DoorReply(Answer.UnknownPath)),
        };

    private static string[] Parts(string path) => path.Trim('/').Split('/');

    /// <summary>What accepting it would find wrong; nothing is taken on.</summary>
    private static DoorReply Validate(string merchant, DoorRequest request)
    {
        var reading = PaymentReader.Read(merchant, request.IdempotencyKey, request.Body);
        return new DoorReply(reading.IsValid(out _) ? Answer.Valid : Answer.Malformed(reading.Errors));
    }

    private async Task<DoorReply> AcceptAsync(string merchant, DoorRequest request, CancellationToken cancellation)
    {
        var reading = PaymentReader.Read(merchant, request.IdempotencyKey, request.Body);
        if (!reading.IsValid(out var payment))
        {
            return new DoorReply(Answer.Malformed(reading.Errors));
        }

        try
        {
            var outcome = await acceptance.AcceptAsync(payment, cancellation);
            return new DoorReply(Answer.To(outcome), payment.Id, outcome);
        }
        catch (OperationCanceledException)
        {
            // Time is up, and what was begun may have happened.
            return new DoorReply(Answer.OutcomeUnknown, payment.Id, new AcceptanceOutcome.Unknown());
        }
    }

    private async Task<DoorReply> FindAsync(string merchant, string id, CancellationToken cancellation)
    {
        try
        {
            return PaymentId.Parse(id) is { } payment
                ? new DoorReply(Answer.To(await inquiry.FindAsync(payment, merchant, cancellation)), payment)
                : new DoorReply(Answer.To(new InquiryOutcome.NotFound()));
        }
        catch (OperationCanceledException)
        {
            return new DoorReply(Answer.To(new InquiryOutcome.Unknown()));
        }
    }
}
