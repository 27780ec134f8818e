using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>A decision that was taken and not carried out yet. Two may be, because a schedule may run twice at once.</summary>
/// <param name="IsTaken">A run was started since, for the same reign: of the next name that the decision had seen to be free.</param>
internal readonly record struct Pending(bool IsThere, Epoch Epoch, bool MovesTraffic, bool HasBegun, bool IsTaken);

/// <summary>What may still go wrong, so that it ends.</summary>
/// <param name="Events">Regions and their connection that are lost, or come back.</param>
/// <param name="Faults">Steps that break off, answers that are lost, programs that die, triggers that come twice.</param>
/// <param name="Orders">What people start.</param>
internal readonly record struct Budget(byte Events, byte Faults, byte Orders);

/// <summary>The world, and all that runs in it.</summary>
internal readonly record struct Situation
{
    public World World { get; init; }

    /// <summary>In the secondary.</summary>
    public Position Failover { get; init; }

    public Position Failback { get; init; }

    /// <summary>In the primary.</summary>
    public Position Takeover { get; init; }

    public Pair<Pending> Pending { get; init; }

    /// <summary>A region was lost or came back, and no decision was asked since: of <see cref="Mistake.FireOnce"/> only.</summary>
    public bool IsNews { get; init; }

    public Budget Left { get; init; }

    public static Situation Begin(Budget left) => new()
    {
        World = World.Begin,
        Failover = Position.Nowhere,
        Failback = Position.Nowhere,
        Takeover = Position.Nowhere,
        Left = left,
    };

    public Situation Worse() => this with { Left = Left with { Faults = (byte)(Left.Faults - 1) } };
}
