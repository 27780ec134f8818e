using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>Everything that moves a reign from one site to the other: the steps of the workflows, each of which may be the last.</summary>
internal sealed class Moves(World world, Auditor auditor)
{
    private static readonly TimeSpan PromotionTakes = TimeSpan.FromSeconds(60);

    private Process? _mover;
    private Site? _wanted;
    private DateTimeOffset _wantedUntil;

    public bool IsMoving => _mover is { IsAlive: true };

    /// <summary>The site whose reign the ledger of the true books' site knows, and whose books know it too.</summary>
    public bool IsAligned
    {
        get
        {
            var writer = world.At(world.Writer);
            return writer.IsUp && writer.Books.IsWritable && writer.Ledger.Epoch.Writer == writer.Site && writer.Books.Epoch == writer.Ledger.Epoch;
        }
    }

    /// <summary>The way back, and the planned way there. Whoever wants it tries until it is done, for a while.</summary>
    public void SwitchOver()
    {
        _wanted = world.Other(world.At(world.Writer)).Site;
        _wantedUntil = world.Now + TimeSpan.FromMinutes(15);
        TrySwitchOver();
    }

    /// <summary>Nothing is lost, because both sides are there.</summary>
    public void TrySwitchOver()
    {
        var from = world.At(world.Writer);
        var to = world.Other(from);
        if (to.Site == _wanted && world.Now < _wantedUntil && world.Connected && IsAligned && !to.Books.IsWritable)
        {
            Move(from, async process =>
            {
                if (await auditor.ReconcileAsync(process, from) is { InDoubt: 0 })
                {
                    await world.Call(process, from, "switch over", () => SwitchBooks(from, to));
                    await AlignAsync(process, to);
                }
            });
        }
    }

    /// <summary>
    /// The operator's part: a writer that is gone where the decision does not act, which is the active secondary, or a primary whose return
    /// to power the secondary never heard of; and a switchover that broke off half-way.
    /// </summary>
    public void Repair()
    {
        var writer = world.At(world.Writer);
        var other = world.Other(writer);
        if (!writer.IsUp && other.IsUp && (other.Site is Site.Primary || other.Ledger.Epoch.Writer == other.Site) && !FailoverIsUnfinished)
        {
            Move(other, process => TakeOverAsync(process, other));
        }
        else if (writer.IsUp && !IsAligned && !FailoverIsUnfinished)
        {
            Move(writer, process => AlignAsync(process, writer));
        }
    }

    /// <summary>The secondary has begun a reign that its books do not know.</summary>
    public bool FailoverIsUnfinished =>
        world.Secondary.IsUp && world.Secondary.Ledger.Epoch.Writer is Site.Secondary && world.Secondary.Books.Epoch < world.Secondary.Ledger.Epoch;

    /// <summary>Whether the switch leads traffic to the secondary.</summary>
    public bool TrafficHasMoved { get; private set; }

    public void FailOver()
    {
        TrafficHasMoved = true;
        MoveWriter();
    }

    public void MoveWriter()
    {
        if (world.Secondary.Ledger.Epoch.Writer is Site.Primary)
        {
            Move(world.Secondary, process => FailOverAsync(process, world.Secondary.Ledger.Epoch.NextOf(Site.Secondary)));
        }
        else if (FailoverIsUnfinished)
        {
            // The workflow of this reign broke off: its steps are taken again.
            Move(world.Secondary, process => PromoteAsync(process, world.Secondary, world.Secondary.Ledger.Epoch));
        }
    }

    /// <summary>Always a new reign: this site may not have heard of the last one.</summary>
    private async Task TakeOverAsync(Process process, SiteModel site)
    {
        var reign = new[] { site.Ledger.Epoch, site.Books.Epoch }.Max().NextOf(site.Site);
        await site.LedgerOf(process).BeginAsync(reign, CancellationToken.None);
        await PromoteAsync(process, site, reign);
    }

    private async Task FailOverAsync(Process process, Epoch epoch)
    {
        if (await world.Secondary.LedgerOf(process).BeginAsync(epoch, CancellationToken.None))
        {
            await PromoteAsync(process, world.Secondary, epoch);
        }
    }

    private async Task PromoteAsync(Process process, SiteModel site, Epoch epoch)
    {
        await world.Delay(process, PromotionTakes);
        await world.Call(process, site, "PROMOTE", () =>
        {
            site.Books.Promote();
            world.Writer = site.Site;
            world.Saw($"{site.Site} promoted");
            return true;
        });
        await RaiseAsync(process, site, epoch);
    }

    private async Task RaiseAsync(Process process, SiteModel site, Epoch epoch)
    {
        await site.BooksOf(process).RaiseAsync(epoch, CancellationToken.None);
        await auditor.ReconcileAsync(process, site);
    }

    /// <summary>The reign follows the books: begun where they are, unless it is there already.</summary>
    private async Task AlignAsync(Process process, SiteModel site)
    {
        var ledger = site.LedgerOf(process);
        var known = new[] { site.Ledger.Epoch, world.Other(site).IsUp ? world.Other(site).Ledger.Epoch : Epoch.First, site.Books.Epoch }.Max();
        var reign = known.Writer == site.Site ? known : known.NextOf(site.Site);
        await ledger.BeginAsync(reign, CancellationToken.None);
        await RaiseAsync(process, site, reign);
    }

    private bool SwitchBooks(SiteModel from, SiteModel to)
    {
        if (!world.Connected || world.Writer != from.Site)
        {
            throw new UnreachableException("a switchover needs both sites");
        }

        world.Say($"SWITCHOVER to {to.Site}");
        world.Saw($"switchover to {to.Site}");
        to.Books.Rejoin(from.Books);
        to.Books.Promote();
        from.Books.Rejoin(to.Books);
        world.Writer = to.Site;
        TrafficHasMoved = to.Site is Site.Secondary;
        return true;
    }

    /// <summary>The database service makes a standby of what was promoted over, when it gets to it.</summary>
    public void Rejoin()
    {
        var standby = world.Other(world.At(world.Writer));
        if (world.Connected && standby.Books.IsWritable && (!world.Stormy || world.Choices.OneIn(3)))
        {
            world.Say($"books of {standby.Site} rejoin");
            standby.Books.Rejoin(world.At(world.Writer).Books);
        }
    }

    /// <summary>
    /// Given up for good, so that nobody waits for it: only after the other site has taken over and has looked through the books.
    /// </summary>
    public void DeclareLoss()
    {
        if (IsAligned && auditor.LastCertificate is { } certificate && certificate.Epoch == world.At(world.Writer).Books.Epoch)
        {
            world.DeclareLoss();
        }
    }

    private void Move(SiteModel site, Func<Process, Task> steps)
    {
        if (!IsMoving)
        {
            _mover = site.Start("move", steps);
        }
    }
}
