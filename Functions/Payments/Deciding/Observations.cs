namespace PaymentDr.Payments;

/// <summary>All that a decision rests on.</summary>
public sealed record Observations
{
    public required DateTimeOffset Now { get; init; }

    public required Epoch Epoch { get; init; }

    /// <summary>Whether the switch already leads traffic to the secondary.</summary>
    public required bool TrafficHasMoved { get; init; }

    /// <summary>Whether the workflow of an earlier decision still runs.</summary>
    public required bool IsMoving { get; init; }

    /// <summary>Whether a reign of the secondary has begun that no workflow has completed.</summary>
    public required bool IsUnfinished { get; init; }

    /// <summary>Newest last.</summary>
    public required IReadOnlyList<Probe> Probes { get; init; }

    public required Standby Standby { get; init; }

    /// <summary>The build that the primary last said it runs; null when it never answered.</summary>
    public required string? PrimaryBuild { get; init; }

    /// <summary>How far the secondary's books were behind at times, newest last. Missing values are no reason against a decision.</summary>
    public required IReadOnlyList<LagSample> Lag { get; init; }

    /// <summary>
    /// What was accepted until then is in the books, by the last certificate of the site that reigns. It stands still when its books cannot be reached;
    /// null before its first certificate.
    /// </summary>
    public required DateTimeOffset? SettledThrough { get; init; }

    /// <summary>Whether a no-op went through queue and books of the site that reigns within the last minutes.</summary>
    public required bool WriterAnswers { get; init; }

    /// <summary>Whether one found there, within the last minutes, that the books follow others.</summary>
    public required bool WriterFollows { get; init; }
}

/// <summary>What two witnesses said at one time: the primary's own health, and who answers the names that customers use.</summary>
/// <param name="PrimaryAnswers">Whether any door of the primary does.</param>
/// <param name="NamesLeadElsewhere">
/// Whether the names were answered, and all answers came from the other region. A name that nobody answers says nothing: while it leads to
/// the primary, asking it is asking the primary again.
/// </param>
public sealed record Probe(DateTimeOffset At, bool PrimaryAnswers, bool NamesLeadElsewhere)
{
    public bool BothSayLost => !PrimaryAnswers && NamesLeadElsewhere;

    public bool BothSayHealthy => PrimaryAnswers && !NamesLeadElsewhere;
}

/// <summary>How far behind the secondary's books were.</summary>
public sealed record LagSample(DateTimeOffset At, TimeSpan Lag);

/// <summary>What the secondary can do for itself.</summary>
/// <param name="Build">The build it runs.</param>
/// <param name="IsProven">This build has served long enough, somewhere, to be trusted.</param>
/// <param name="LastAccepted">When it last accepted a synthetic payment.</param>
public sealed record Standby(string Build, bool IsProven, DateTimeOffset? LastAccepted);
