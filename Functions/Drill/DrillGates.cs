using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Functions.Drill;

/// <summary>Whether a drill may begin: it rehearses a loss on a platform that is whole, and stays away from a real one.</summary>
public sealed class DrillGates(Platform platform, DrillSettings settings, Doors doors, Workflow[] moves)
{
    /// <returns>What both sides run, and all that speaks against a drill.</returns>
    public async Task<(int Epoch, SideView Home, SideView Away, IReadOnlyList<string> Refusals)> LookAsync(CancellationToken cancellation)
    {
        var healths = await Task.WhenAll(new[] { settings.HomeDoor, settings.AwayDoor, settings.Door }.Select(door => doors.AskAsync(new Uri(door, DoorPaths.Health), cancellation)));
        var epoch = await platform.Ledger.CurrentEpochAsync(cancellation);
        var hasMoved = await new TrafficSwitch(platform.Sightings).HasMovedAsync(cancellation);
        var executions = await Task.WhenAll(moves.Select(move => move.ExecutionsAsync(cancellation)));
        var (home, away) = (platform.PeerRegion.Name, platform.Region.Name);
        (bool IsSo, string Text)[] refusals =
        [
            (epoch.Writer is not Site.Primary, $"the secondary reigns ({epoch})"),
            (hasMoved, "customers are led to the secondary"),
            (executions.Any(each => each.Any(execution => execution.IsRunning)), "a failover or a failback runs"),
            (healths[0]?.Region != home, $"{home} does not answer by its own name"),
            (healths[1]?.Region != away, $"{away} does not answer by its own name"),
            (healths[2]?.Region != home, $"the drill's name leads to {healths[2]?.Region ?? "nobody"}, and not to {home}"),
        ];
        return (
            epoch.Number,
            new SideView(home, healths[0]?.Build),
            new SideView(away, healths[1]?.Build),
            [.. refusals.Where(refusal => refusal.IsSo).Select(refusal => refusal.Text)]);
    }
}
