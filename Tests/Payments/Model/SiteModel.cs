using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>One region: its replica, its books, its queue, its clock, and what runs there.</summary>
internal sealed class SiteModel : TimeProvider
{
    private const int Receives = 5;
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(60);

    private readonly World _world;
    private readonly TimeSpan _skew;

    public SiteModel(World world, Site site, TimeSpan skew)
    {
        (_world, Site, _skew) = (world, site, skew);
        Ledger = new Replica(this, world);
        Books = new BooksModel(this, world);
    }

    public Site Site { get; }

    public bool IsUp { get; private set; } = true;

    /// <summary>It is gone and will not return.</summary>
    public bool IsLost { get; private set; }

    public Replica Ledger { get; }

    public BooksModel Books { get; }

    public List<Process> Processes { get; } = [];

    public DateTimeOffset Clock => _world.Now + _skew;

    public override DateTimeOffset GetUtcNow() => Clock;

    public Process Start(string name, Func<Process, Task> work)
    {
        var process = new Process(_world, this, name);
        _ = process.RunAsync(() => work(process));
        return process;
    }

    public void GoDown(bool forGood)
    {
        _world.Say(forGood ? $"{Site} IS LOST FOR GOOD" : $"{Site} GOES DOWN");
        (IsUp, IsLost) = (false, forGood);
        foreach (var process in Processes.ToArray())
        {
            process.Die();
        }
    }

    /// <summary>False when it is up already, or lost for good.</summary>
    public bool TryReturn()
    {
        if (IsUp || IsLost)
        {
            return false;
        }

        _world.Say($"{Site} RETURNS");
        IsUp = true;
        return true;
    }

    public ILedger LedgerOf(Process process) => IsLost && _world.LossIsDeclared ? new LostLedger(Site) : new ModelLedger(_world, process, this);

    public ModelBooks BooksOf(Process process) => new(_world, process, this);

    public Settlement SettlementOf(Process process) =>
        new(LedgerOf(process), _world.Other(this).LedgerOf(process), BooksOf(process));

    public Reconciliation ReconciliationOf(Process process) =>
        new(LedgerOf(process), BooksOf(process), SettlementOf(process), this);

    /// <summary>To the other site, when it can be reached, in any order.</summary>
    public void Replicate((string Partition, string Key) key, Item item)
    {
        var other = _world.Other(this);
        _world.Later($"{Site} -> {other.Site}: {Describe(item.Value)}", () => other.Ledger.Receive(key, item), () => _world.Connected && !_world.ReplicationStalled);
    }

    /// <summary>The stream of the table, through the pipe: what this site owes goes into its queue, or gets lost, or goes there twice.</summary>
    public void Inserted(object value)
    {
        if (value is Accepted accepted && accepted.Epoch.Writer == Site)
        {
            _world.Later($"pipe of {Site}: {Describe(accepted)}", () => Pipe(accepted), () => IsUp);
        }
    }

    private void Pipe(Accepted accepted)
    {
        var copies = _world.Stormy ? _world.Choices.Of(1, 1, 1, 1, 1, 0, 2) : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            Queue(accepted, received: 0);
        }
    }

    private void Queue(Accepted accepted, int received)
    {
        if (received < Receives)
        {
            _world.Later($"queue of {Site}: {Describe(accepted)}", () => Start("process", process => ReceiveAsync(process, accepted, received)), () => IsUp);
        }
    }

    private async Task ReceiveAsync(Process process, Accepted accepted, int received)
    {
        var isDone = false;
        _world.At(_world.Now + Visibility, () =>
        {
            if (!isDone)
            {
                Queue(accepted, received + 1);
            }
        });
        process.Believes = accepted.Epoch;
        var result = await SettlementOf(process).SettleAsync(accepted, accepted.Epoch, CancellationToken.None);
        _world.Say($"  {process.Name}: {result}");
        _world.Saw($"settlement {result.GetType().Name}");
        isDone = result is not SettlementResult.Later;
    }

    private static string Describe(object value) => value switch
    {
        Accepted accepted => $"accepted {accepted.Id.Value[..3]}/{accepted.Payment.Amount.Minor} ({accepted.Epoch})",
        Fact fact => $"{fact.Key} {fact.Id.Value[..3]}",
        _ => $"{value}",
    };
}
