using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>
/// One site's books: a log of transactions and what follows from it. The standby's log is a prefix of the writer's, until the standby is
/// promoted and goes on by itself.
/// </summary>
internal sealed class BooksModel(SiteModel site, World world)
{
    private readonly List<Commit> _log = [];
    private readonly Dictionary<PaymentId, Commit.Row> _rows = [];

    public bool IsWritable { get; private set; }

    /// <summary>They answer nobody for a while.</summary>
    public bool IsBroken { get; set; }

    public Epoch Epoch => _log.OfType<Commit.Raise>().Select(raise => raise.Epoch).DefaultIfEmpty(Epoch.First).Max();

    public IReadOnlyList<Commit> Log => _log;

    public IReadOnlyDictionary<PaymentId, Commit.Row> Rows => _rows;

    public bool AccountsAreOpen => _log.OfType<Commit.Accounts>().LastOrDefault()?.Open ?? true;

    public Booking Enter(Accepted accepted, Epoch epoch, Outcome? announced)
    {
        Require();
        if (epoch != Epoch && world.Mutant is not Mutant.NoEpochInTheBooks)
        {
            return new Booking.OtherEpoch(Epoch);
        }

        if (site.Ledger.Epoch > epoch && world.Now - site.Ledger.EpochSince > World.CallLimit)
        {
            world.Violate($"{site.Site} entered a payment under {epoch}, which it knew to be over.");
        }

        if (!_rows.ContainsKey(accepted.Id))
        {
            if (announced is not null)
            {
                world.Saw($"restored {announced.State}");
            }

            Write(new Commit.Row(epoch, new BookRow(accepted, Judge(announced))));
        }

        return new Booking.Entered(_rows[accepted.Id].Entry);
    }

    public IReadOnlyCollection<BookRow> Select(Func<BookRow, bool> wanted)
    {
        Require();
        return [.. _rows.Values.Select(row => row.Entry).Where(wanted)];
    }

    public IReadOnlyCollection<Balance> Balances(Func<BookRow, bool> wanted)
    {
        Require();
        var postings = _log.OfType<Commit.Row>().Where(row => wanted(row.Entry)).SelectMany(row => row.Postings).ToArray();
        return [.. postings.GroupBy(posting => posting.Amount.Currency.Code).Select(group => new Balance(
            group.Key,
            group.Where(posting => posting.Side is PostingSide.Debit).Sum(posting => (decimal)posting.Amount.Minor),
            group.Where(posting => posting.Side is PostingSide.Credit).Sum(posting => (decimal)posting.Amount.Minor)))];
    }

    public void Raise(Epoch epoch)
    {
        Require();
        if (epoch > Epoch)
        {
            Write(new Commit.Raise(epoch));
        }
    }

    public void SetAccounts(bool open)
    {
        if (IsWritable)
        {
            Write(new Commit.Accounts(open));
        }
    }

    public void Require()
    {
        if (!IsWritable || IsBroken)
        {
            throw new UnreachableException($"the books of {site.Site} are a standby, or broken");
        }
    }

    /// <summary>One transaction further along the writer's log.</summary>
    public void Follow(BooksModel writer)
    {
        if (_log.Count < writer._log.Count)
        {
            Apply(writer._log[_log.Count]);
        }
    }

    /// <summary>Writes from here on, with whatever has arrived.</summary>
    public void Promote() => IsWritable = true;

    /// <summary>Becomes the standby of another site's books: what only these knew is gone.</summary>
    public void Rejoin(BooksModel writer)
    {
        if (_log.Skip(writer._log.Count).Any() || !_log.SequenceEqual(writer._log.Take(_log.Count)))
        {
            world.Saw("lost tail");
        }

        IsWritable = false;
        _log.Clear();
        _rows.Clear();
        foreach (var commit in writer._log)
        {
            Apply(commit);
        }
    }

    private RejectionReason? Judge(Outcome? announced) =>
        announced is not null && world.Mutant is not Mutant.ForgetWhatWasAnnounced ? (announced as Rejected)?.Reason
        : AccountsAreOpen ? null
        : RejectionReason.UnknownAccount;

    private void Write(Commit commit)
    {
        Apply(commit);
        var standby = world.Other(site);
        world.Later(
            $"books of {site.Site} -> {standby.Site}",
            () => standby.Books.Follow(this),
            () => world.Connected && !world.BooksStalled && world.Writer == site.Site && !standby.Books.IsWritable);
    }

    private void Apply(Commit commit)
    {
        _log.Add(commit);
        if (commit is Commit.Row row)
        {
            _rows.Add(row.Payment, row);
        }
    }
}

/// <summary>A transaction of the books.</summary>
internal abstract record Commit
{
    public sealed record Raise(Epoch Epoch) : Commit;

    public sealed record Accounts(bool Open) : Commit;

    /// <summary>A payment entered, under a reign.</summary>
    public sealed record Row(Epoch Epoch, BookRow Entry) : Commit
    {
        public PaymentId Payment => Entry.Accepted.Id;

        public Fingerprint Fingerprint => Entry.Accepted.Fingerprint;

        public RejectionReason? Rejection => Entry.Rejection;

        public IReadOnlyList<Posting> Postings => Rejection is null ? Posting.Of(Entry.Accepted.Payment) : [];
    }
}
