namespace PaymentDr.Payments;

/// <summary>Something that is true of a payment from now on. Facts are added; none is ever changed or removed.</summary>
public abstract record Fact(PaymentId Id)
{
    /// <summary>Unique among the facts of the payment: what requests and reigns say differently of its money has a key for each.</summary>
    public abstract string Key { get; }
}

/// <summary>The idempotency key stands for this request.</summary>
public sealed record Guard(PaymentId Id, Fingerprint Fingerprint) : Fact(Id)
{
    public override string Key => "#key";
}

/// <summary>The request was taken on, under the reign of <see cref="Epoch"/>, whose writer owes its settlement.</summary>
/// <remarks>Where two sites took it on at once they may name other times and reigns. Either will do, and one remains.</remarks>
public sealed record Accepted(Payment Payment, Epoch Epoch, DateTimeOffset At) : Fact(Payment.Id)
{
    public const string KeyPrefix = "accepted#";

    public override string Key => $"{KeyPrefix}{Fingerprint}";

    public Fingerprint Fingerprint => Payment.Fingerprint;

    public Guard Guard => new(Id, Fingerprint);
}

/// <summary>What the books said of a request, and in which epoch they said it.</summary>
public abstract record Outcome(PaymentId Id, Fingerprint Fingerprint, Epoch Epoch) : Fact(Id)
{
    public abstract PaymentState State { get; }
}

/// <summary>The money moved.</summary>
public sealed record Settled(PaymentId Id, Fingerprint Fingerprint, Epoch Epoch) : Outcome(Id, Fingerprint, Epoch)
{
    public override string Key => $"settled#{Epoch.Number}";

    public override PaymentState State => PaymentState.Settled;
}

/// <summary>The books refused it, and no money will move.</summary>
public sealed record Rejected(PaymentId Id, Fingerprint Fingerprint, Epoch Epoch, RejectionReason Reason) : Outcome(Id, Fingerprint, Epoch)
{
    public override string Key => $"rejected#{Epoch.Number}#{Fingerprint}";

    public override PaymentState State => PaymentState.Rejected;
}

/// <summary>The books hold another request under its key, or not what was announced of this one: people must decide.</summary>
public sealed record Disputed(PaymentId Id, Fingerprint Fingerprint, Epoch Epoch) : Outcome(Id, Fingerprint, Epoch)
{
    public override string Key => $"disputed#{Epoch.Number}#{Fingerprint}";

    public override PaymentState State => PaymentState.Disputed;
}

/// <summary>Why the books refuse a payment.</summary>
public enum RejectionReason
{
    UnknownAccount,
    ClosedCurrency,
}
