namespace PaymentDr.Tests.Payments.Model;

/// <summary>What goes wrong with sites, and when.</summary>
internal sealed class Storm(World world, Moves moves)
{
    public void Plan(Action ask)
    {
        var choices = world.Choices;
        world.CallsFail = choices.Below(4) > 0;
        for (var trouble = choices.Below(8); trouble > 0; trouble--)
        {
            var happen = choices.Of<Action>(
                ask, Partition, IsolatePrimary, () => Outage(world.Primary), () => Outage(world.Secondary), () => Lose(world.Primary),
                () => Lose(world.Secondary), moves.SwitchOver, moves.Repair, CloseAccounts, CloseAccounts, LoseOneAfterTheOther, FailOverAndBack,
                LoseWriterWithTail, LoseWriterWithTail, BreakBooks, BreakBooks);
            world.At(world.Now + TimeSpan.FromSeconds(choices.Below(1_200)), happen);
        }
    }

    private void Partition()
    {
        world.Say("PARTITION");
        world.Partitioned = true;
        For(Duration(), () => world.Partitioned = false);
    }

    /// <summary>What replicates falls behind, and then its source goes.</summary>
    private void LoseWriterWithTail()
    {
        var choices = world.Choices;
        world.Say("REPLICATION FALLS BEHIND");
        (world.ReplicationStalled, world.BooksStalled) = choices.Of((false, true), (true, false), (true, true));
        if (choices.OneIn(2))
        {
            CloseAccounts();
        }

        For(TimeSpan.FromSeconds(choices.Of(60, 180, 300)), () =>
        {
            var writer = world.At(world.Writer);
            if (choices.OneIn(2))
            {
                Lose(writer);
            }
            else
            {
                Outage(writer);
            }

            (world.ReplicationStalled, world.BooksStalled) = (false, false);
        });
    }

    private void IsolatePrimary()
    {
        world.Say("PRIMARY ISOLATED");
        world.PrimaryIsolated = true;
        For(Duration(), () => world.PrimaryIsolated = false);
    }

    private void Outage(SiteModel site) => Outage(site, Duration, () => { });

    private void Outage(SiteModel site, Func<TimeSpan> duration, Action afterwards)
    {
        if (site.IsUp)
        {
            site.GoDown(forGood: false);
            For(duration(), () =>
            {
                if (site.TryReturn())
                {
                    afterwards();
                }
            });
        }
    }

    private void Lose(SiteModel site)
    {
        if (world.Sites.All(each => !each.IsLost))
        {
            site.GoDown(forGood: true);
        }
    }

    /// <summary>The primary comes back from an outage that was long enough for a failover, and then the secondary goes.</summary>
    private void LoseOneAfterTheOther() => Outage(
        world.Primary,
        () => TimeSpan.FromSeconds(world.Choices.Of(300, 600)),
        () => For(TimeSpan.FromSeconds(world.Choices.Below(180)), () => Lose(world.Secondary)));

    /// <summary>The site is well, and its database is not.</summary>
    private void BreakBooks()
    {
        var books = world.At(world.Writer).Books;
        world.Say($"BOOKS OF {world.Writer} BREAK");
        books.IsBroken = true;
        For(TimeSpan.FromSeconds(world.Choices.Of(120, 600, 900)), () => books.IsBroken = false);
    }

    private void FailOverAndBack()
    {
        Outage(world.Primary);
        For(TimeSpan.FromSeconds(world.Choices.Of(420, 720, 1_200)), moves.SwitchOver);
    }

    private void CloseAccounts()
    {
        world.Say("ACCOUNTS CLOSE");
        world.At(world.Writer).Books.SetAccounts(open: false);
        For(Duration(), () =>
        {
            world.Say("ACCOUNTS OPEN");
            world.At(world.Writer).Books.SetAccounts(open: true);
        });
    }

    private TimeSpan Duration() => TimeSpan.FromSeconds(world.Choices.Of(30, 90, 300, 600, 1_200));

    private void For(TimeSpan duration, Action after) => world.At(world.Now + duration, after);
}
