using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What the books are doing.</summary>
internal enum Move : byte
{
    None,

    /// <summary>Asked for where they shall be written, with loss.</summary>
    Promotion,

    /// <summary>Asked for where they are written, without loss.</summary>
    Switchover,
}

/// <summary>All that the regions and AWS hold of where payments are taken on and settled. How long anything takes is not in it.</summary>
internal readonly record struct World
{
    public Pair<bool> IsUp { get; init; }

    /// <summary>Whether the regions hear each other. Customers, and Route 53, reach both all the same.</summary>
    public bool AreLinked { get; init; }

    /// <summary>Where the books are written, as RDS says in either region.</summary>
    public Site Writer { get; init; }

    public Move Move { get; init; }

    /// <summary>Whether a site's books take entries. An old writer that heard of nothing does, though what it takes does not count.</summary>
    public Pair<bool> TakesEntries { get; init; }

    /// <summary>The reign that a site's books know of; the follower's are the writer's, where it hears them.</summary>
    public Pair<Epoch> BooksEpoch { get; init; }

    /// <summary>The last reign that a site's replica of the ledger knows of.</summary>
    public Pair<Epoch> Ledger { get; init; }

    /// <summary>The switch of customers, in the secondary.</summary>
    public bool LeadsToSecondary { get; init; }

    /// <summary>People have told Route 53 not to listen to the switch.</summary>
    public bool IsSwitchDisabled { get; init; }

    /// <summary>The last reign of the secondary that a workflow has completed.</summary>
    public Epoch Completed { get; init; }

    public static World Begin { get; } = new()
    {
        IsUp = new(true, true),
        AreLinked = true,
        TakesEntries = new(true, false),
        Completed = new(-1),
    };

    /// <summary>Whether a site hears the other one.</summary>
    public bool Hears => AreLinked && IsUp.Primary && IsUp.Secondary;

    /// <summary>Where the names of customers lead, as long as nothing changes. The secondary's answer is not checked.</summary>
    public Site Names => !IsUp.Primary || (LeadsToSecondary && !IsSwitchDisabled) ? Site.Secondary : Site.Primary;

    /// <summary>What a site accepts: by itself or by the other one, into the books that count.</summary>
    public bool IsSettled(Site acceptor, Mistake mistake) => Settles(Writer, mistake) && (Writer == acceptor || Hears);

    /// <summary>Whether a site makes entries: it reigns, as far as it knows, and its books know nothing else.</summary>
    public bool Settles(Site site, Mistake mistake) =>
        IsUp[site] && TakesEntries[site] && (mistake is Mistake.NoEpoch || (Ledger[site].Writer == site && BooksEpoch[site] == Ledger[site]));

    /// <summary>A reign of the secondary was begun, and no workflow has completed it.</summary>
    public bool IsUnfinished => Ledger.Secondary.Writer is Site.Secondary && Completed < Ledger.Secondary;

    /// <summary>With a reign that a site's ledger hears of; an earlier one is no news to it.</summary>
    public World Told(Site site, Epoch epoch) => Ledger[site] < epoch ? this with { Ledger = Ledger.With(site, epoch) } : this;

    /// <summary>What a site's ledger holds, the other's does a moment later.</summary>
    public World Replicated() => Told(Site.Primary, Ledger.Secondary).Told(Site.Secondary, Ledger.Primary);

    /// <summary>The books as they are once a site is their writer.</summary>
    public World Promoted(Site site)
    {
        var written = this with { Writer = site, Move = Move.None, TakesEntries = TakesEntries.With(site, true) };
        return written.Hears ? written.Followed() : written;
    }

    /// <summary>What is no writer any more becomes a follower, and has nothing of its own.</summary>
    public World Followed() => this with
    {
        TakesEntries = TakesEntries.With(Writer.Other(), false),
        BooksEpoch = new(BooksEpoch[Writer], BooksEpoch[Writer]),
    };

    public override string ToString()
    {
        var up = (IsUp.Primary, IsUp.Secondary) switch { (true, true) => "both", (true, false) => "Primary", (false, true) => "Secondary", _ => "none" };
        return $"up: {up}{(AreLinked ? "" : ", apart")}; books: {Writer}{(Move is Move.None ? "" : $", {Move}")}, {BooksEpoch.Primary.Number}/{BooksEpoch.Secondary.Number}; "
            + $"ledger: {Ledger.Primary.Number}/{Ledger.Secondary.Number}; names: {Names}; completed: {Completed.Number}";
    }
}
