namespace PaymentDr.Payments;

/// <summary>What the secondary should do now.</summary>
public enum Course
{
    Stay,

    /// <summary>Traffic and books move to the secondary.</summary>
    FailOver,

    /// <summary>The books move; traffic stays where it is.</summary>
    MoveWriterOnly,
}

/// <summary>A decision and why it was taken.</summary>
public sealed record Verdict(Course Course, string Reason)
{
    public const string Healthy = "healthy";
    public const string AlreadyMoved = "already-moved";
    public const string AlreadyRunning = "already-running";
    public const string ProbeSilent = "probe-silent";
    public const string WitnessesDisagree = "witnesses-disagree";
    public const string NotLongEnough = "not-long-enough";
    public const string StandbyNotReady = "standby-not-ready";
    public const string SameFaultOnBothSides = "same-fault-both-sides";
    public const string LagTooHigh = "lag-too-high";
    public const string PrimaryLost = "primary-lost";
    public const string ReignUnfinished = "reign-unfinished";
    public const string WriterStuck = "writer-stuck";
    public const string BooksElsewhere = "books-elsewhere";
}
