namespace PaymentDr.Payments;

/// <summary>All that one replica knows of one payment.</summary>
public sealed class PaymentFacts(IReadOnlyCollection<Fact> facts)
{
    /// <summary>More than one only where both sites took on different requests under one key while they could not see each other.</summary>
    public IEnumerable<Accepted> Accepted => facts.OfType<Accepted>();

    public bool IsEmpty => !Accepted.Any();

    public Accepted? Find(Fingerprint fingerprint) => Accepted.FirstOrDefault(accepted => accepted.Fingerprint == fingerprint);

    public Guard? Guard => facts.OfType<Guard>().FirstOrDefault();

    /// <summary>The last word on a request. Where one reign said several things, that people must decide weighs most, then that money moved.</summary>
    public Standing StandingOf(Fingerprint fingerprint)
    {
        var outcome = OutcomesOf(fingerprint).FirstOrDefault();
        return new Standing(
            outcome?.State ?? PaymentState.Accepted,
            (outcome as Rejected)?.Reason,
            InDoubt: Accepted.Skip(1).Any() && !facts.OfType<Outcome>().Any());
    }

    /// <summary>What callers may have been told of a request that the books held at some time: books that forgot it must say it again.</summary>
    public Outcome? AnnouncedOf(Fingerprint fingerprint) => OutcomesOf(fingerprint).FirstOrDefault(outcome => outcome is not Disputed);

    /// <summary>Whether a site ever announced something else than what the books say now.</summary>
    public bool Contradict(Fingerprint fingerprint, PaymentState state) =>
        OutcomesOf(fingerprint).Any(outcome => outcome is not Disputed && outcome.State != state);

    /// <summary>
    /// The request that the books should hold: the one whose outcome was announced last, else the first. Whoever has the same facts
    /// chooses the same.
    /// </summary>
    public Accepted Rightful() => Accepted
        .OrderByDescending(accepted => AnnouncedOf(accepted.Fingerprint)?.Epoch.Number ?? -1)
        .ThenBy(accepted => accepted.At)
        .ThenBy(accepted => accepted.Fingerprint.Value, StringComparer.Ordinal)
        .First();

    private IEnumerable<Outcome> OutcomesOf(Fingerprint fingerprint) => facts.OfType<Outcome>()
        .Where(outcome => outcome.Fingerprint == fingerprint)
        .OrderByDescending(outcome => outcome.Epoch)
        .ThenByDescending(outcome => outcome is Disputed)
        .ThenByDescending(outcome => outcome is Settled);
}
