using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>
/// One life of the platform: clients that share keys, a storm of faults and moves, then calm until everything has come to rest.
/// </summary>
internal sealed class Run
{
    private const int LongestStorm = 500;
    private const int LongestCalm = 6_000;

    private readonly World _world;
    private readonly Auditor _auditor;
    private readonly Moves _moves;
    private readonly Watch _watch;
    private readonly List<Client> _clients = [];
    private readonly List<Told> _told = [];

    private Run(Choices choices, Mutant mutant, bool traced)
    {
        _world = new World(choices, mutant, traced);
        _auditor = new Auditor(_world);
        _moves = new Moves(_world, _auditor);
        _watch = new Watch(_world, _moves, _auditor);
    }

    public static RunResult Of(Choices choices, Mutant mutant, bool traced = false)
    {
        // The runner's context would take continuations to other threads; here only the schedule decides what is next.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var run = new Run(choices, mutant, traced);
            run.Live();
            return new Judgement(run._world, run._auditor, run._clients, run._told).Result();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Live()
    {
        SendClients();
        new Storm(_world, _moves).Plan(Ask);
        _watch.EveryMinute();
        var calm = _world.Now + TimeSpan.FromMinutes(40);
        for (var step = 0; step < LongestStorm && _world.Now < calm && _world.Violation is null; step++)
        {
            _world.Step();
        }

        BeCalm();
        var rest = _world.Now + TimeSpan.FromMinutes(45);
        for (var step = 0; step < LongestCalm && _world.Violation is null && !IsAtRest(rest); step++)
        {
            _world.Step();
        }

        if (!IsAtRest(rest))
        {
            _world.Violate("It never came to rest.");
        }
    }

    /// <summary>Long enough for every clock to agree that nothing is young any more, and nothing is under way.</summary>
    private bool IsAtRest(DateTimeOffset from) =>
        _auditor.LastCertified >= from && _world.IsStill && _moves.IsAligned && _auditor.LastCertificate is { InDoubt: 0, OnTheirWay: 0 };

    private void SendClients()
    {
        var choices = _world.Choices;
        _world.OnPeerLoss = choices.Of(PeerLossPolicy.Accept, PeerLossPolicy.Accept, PeerLossPolicy.Refuse);
        var keys = 1 + choices.Below(3);
        for (var key = 0; key < keys; key++)
        {
            foreach (var amount in choices.Of<int[]>([1], [1], [1, 1], [1, 2], [1, 2, 2]))
            {
                var payment = new Payment("merchant", $"key-{key:0000}", new Money(amount, Currency.Parse("EUR")!), "payer", "payee");
                var client = new Client(_world, payment);
                _clients.Add(client);
                _world.At(_world.Now + TimeSpan.FromSeconds(choices.Of(0, 1, 60, 300, 600)), client.Send);
            }
        }
    }

    private void BeCalm()
    {
        _world.Say("CALM");
        _world.Stormy = false;
        (_world.Partitioned, _world.PrimaryIsolated, _world.ReplicationStalled, _world.BooksStalled) = (false, false, false, false);
        foreach (var site in _world.Sites)
        {
            site.TryReturn();
        }

        KeepRepairing();

        void KeepRepairing()
        {
            _moves.Repair();
            if (_world.Sites.Any(site => site.IsLost))
            {
                _moves.DeclareLoss();
            }

            _world.At(_world.Now + TimeSpan.FromMinutes(1), KeepRepairing);
        }
    }

    private static bool IsDurable(Acknowledgement acknowledgement) => acknowledgement.Answer.Durability is Durability.Both;

    /// <summary>Somebody looks a payment up, and remembers what was said.</summary>
    private void Ask()
    {
        var site = _world.At(_world.Choices.Of(Site.Primary, Site.Secondary));
        if (_world.ReachedFromOutside(site))
        {
            site.Start("inquire", async process =>
            {
                var inquiry = new Inquiry(site.LedgerOf(process), _world.Other(site).LedgerOf(process));
                var payment = _clients[_world.Choices.Below(_clients.Count)].Payment;
                var wasAcknowledged = _clients.Any(client => client.Payment.Id == payment.Id && client.Acknowledgements.Any(IsDurable));
                var outcome = await inquiry.FindAsync(payment.Id, payment.Merchant, CancellationToken.None);
                if (outcome is InquiryOutcome.NotFound && wasAcknowledged)
                {
                    _world.Violate($"Somebody was told that {payment.Id} does not exist, after it was acknowledged.");
                }
                else if (outcome is InquiryOutcome.Found found)
                {
                    _world.Say($"  told that {payment.Id.Value[..3]}/{found.Accepted.Payment.Amount.Minor} is {found.Standing.State}");
                    _told.Add(new Told(found.Accepted.Payment, found.Standing.State));
                }
            });
        }
    }
}

/// <summary>What a caller was told of a payment.</summary>
internal sealed record Told(Payment Payment, PaymentState State);

/// <summary>How a run ended.</summary>
internal sealed record RunResult(string? Violation, IReadOnlyCollection<string> Seen, IReadOnlyList<int> Choices, IReadOnlyList<string> Trace);
