namespace PaymentDr.Payments;

/// <summary>Which time a reconciliation covers, by the clocks of those who accepted.</summary>
public sealed record ReconciliationScope(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Clocks differ: what was accepted by a fast one lies ahead.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    /// <summary>One slice is in memory at a time.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromHours(1);

    /// <summary>
    /// Every few minutes: longer than a queue keeps anything. Each payment costs a read of 10 ms, 16 at once: at 5,000 payments an hour
    /// 15,000 reads, 9 s.
    /// </summary>
    public static ReconciliationScope Routine(DateTimeOffset now) => Last(TimeSpan.FromHours(3), now);

    /// <summary>Where a reign begins or ends: by the same sum 120,000 reads, 75 s.</summary>
    public static ReconciliationScope ChangeOfReign(DateTimeOffset now) => Last(TimeSpan.FromDays(1), now);

    /// <summary>
    /// Daily, and when a site returns, which brings what it accepted before it was lost: 35 days, one at a time, because all of them
    /// take 44 minutes.
    /// </summary>
    public static IEnumerable<ReconciliationScope> Deep(DateTimeOffset now) =>
        Enumerable.Range(0, 35).Select(day => ChangeOfReign(now - TimeSpan.FromDays(day)));

    internal IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Slices()
    {
        for (var from = From; from < Until; from += Slice)
        {
            yield return (from, from + Slice < Until ? from + Slice : Until);
        }
    }

    private static ReconciliationScope Last(TimeSpan time, DateTimeOffset now) => new(now - time, now + Ahead);
}
