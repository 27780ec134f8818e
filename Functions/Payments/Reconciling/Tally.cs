namespace PaymentDr.Payments;

/// <summary>Counts during a reconciliation what its certificate will say.</summary>
internal sealed class Tally(Epoch epoch, ReconciliationScope scope, DateTimeOffset at, ICollection<PaymentNews> news)
{
    private readonly List<DisputedRequest> _disputes = [];
    private int _settled;
    private int _rejected;
    private int _inDoubt;
    private int _onTheirWay;
    private int _reposted;
    private int _recovered;
    private DateTimeOffset? _oldestUnsettled;

    public void Count(Finding finding)
    {
        switch (finding)
        {
            case Finding.Known known:
                CountKnown(known);
                return;
            case Finding.InDoubt:
                _inDoubt++;
                break;
            default:
                _onTheirWay++;
                break;
        }

        _oldestUnsettled = _oldestUnsettled < finding.Accepted.At ? _oldestUnsettled : finding.Accepted.At;
    }

    public Certificate Certify(IReadOnlyCollection<Balance> balances) => new()
    {
        Epoch = epoch,
        Scope = scope,
        At = at,
        Settled = _settled,
        Rejected = _rejected,
        Disputes = _disputes,
        InDoubt = _inDoubt,
        OnTheirWay = _onTheirWay,
        Reposted = _reposted,
        Recovered = _recovered,
        OldestUnsettled = at - _oldestUnsettled,
        Balances = balances,
    };

    private void CountKnown(Finding.Known known)
    {
        _reposted += known.Reposted ? 1 : 0;
        _recovered += known.Recovered ? 1 : 0;
        if (known.IsNews)
        {
            news.Add(new PaymentNews(known.Accepted, known.State, epoch));
        }

        switch (known.State)
        {
            case PaymentState.Settled:
                _settled++;
                break;
            case PaymentState.Rejected:
                _rejected++;
                break;
            default:
                _disputes.Add(new DisputedRequest(known.Accepted.Id, known.Accepted.Fingerprint));
                break;
        }
    }
}
