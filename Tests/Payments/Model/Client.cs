using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>
/// Sends one request, and the same again while it has no definite answer: what the documents tell clients to do. It goes to either site,
/// as names may lead to either for a while.
/// </summary>
internal sealed class Client(World world, Payment payment)
{
    private const int LongestPause = 60;

    private readonly List<Acknowledgement> _acknowledgements = [];
    private int _attempt;

    public Payment Payment => payment;

    public bool WasRefused { get; private set; }

    public IReadOnlyList<Acknowledgement> Acknowledgements => _acknowledgements;

    public IEnumerable<Told> Told => _acknowledgements.Select(acknowledgement => new Told(payment, acknowledgement.Answer.Standing.State));

    public bool HasAnswer => WasRefused || _acknowledgements.Count > 0;

    public string Name => $"client of {payment.Id.Value[..3]}/{payment.Amount.Minor}";

    /// <summary>Some send again although they were answered.</summary>
    public void Send()
    {
        var attempt = ++_attempt;
        var sites = world.Sites.Where(world.ReachedFromOutside).ToArray();
        if (sites.Length > 0)
        {
            var site = sites[world.Choices.Below(sites.Length)];
            site.Start($"accept {payment.Id.Value[..3]}/{payment.Amount.Minor}", process => AskAsync(site, process, attempt));
        }

        world.At(world.Now + TimeSpan.FromSeconds(Math.Min(LongestPause, 5 * attempt)), () => SendAgain(attempt));
    }

    private async Task AskAsync(SiteModel site, Process process, int attempt)
    {
        process.Accepts = payment.Id;
        var acceptance = new Acceptance(site.LedgerOf(process), world.Other(site).LedgerOf(process), world.OnPeerLoss, site);
        var outcome = await acceptance.AcceptAsync(payment, CancellationToken.None);
        if (attempt == _attempt && world.ReachedFromOutside(site))
        {
            Hear(outcome);
        }
    }

    private void Hear(AcceptanceOutcome outcome)
    {
        world.Say($"  {Name} hears {outcome.GetType().Name}{(outcome as AcceptanceOutcome.Acknowledged)?.Durability}");
        switch (outcome)
        {
            case AcceptanceOutcome.Acknowledged acknowledged:
                var holders = world.Sites.Where(site => site.Ledger.Holds(payment)).Select(site => site.Site).ToArray();
                world.Saw($"durability {acknowledged.Durability}");
                _acknowledgements.Add(new Acknowledgement(acknowledged, holders));
                break;
            case AcceptanceOutcome.KeyReused:
                world.Saw("refused");
                WasRefused = true;
                break;
        }
    }

    private void SendAgain(int attempt)
    {
        if (attempt == _attempt && (!HasAnswer || (world.Stormy && world.Choices.OneIn(4))))
        {
            Send();
        }
    }
}

/// <summary>An acknowledgement, and who really held the payment when it was heard.</summary>
internal sealed record Acknowledgement(AcceptanceOutcome.Acknowledged Answer, IReadOnlyCollection<Site> Holders);
