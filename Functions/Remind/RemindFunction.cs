using PaymentDr.Aws;
using PaymentDr.Functions.Drill;
using PaymentDr.Functions.Probe;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Remind;

/// <summary>
/// Says every hour that the platform would not survive the next loss, for as long as that is so: an alarm speaks once, and is forgotten. Each region says
/// what its own replica knows, because the other one may be what is lost.
/// </summary>
public sealed class RemindFunction(Platform platform, AlertTopic topic)
{
    /// <summary>A probe beats every minute.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    public static RemindFunction On(Platform platform) => new(platform, new AlertTopic(platform.Region, platform.Variables.Get("ALERT_TOPIC_ARN")));

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var secondary = await platform.Sightings.ReadAsync(Site.Secondary, cancellation);
        var reasons = await ReasonsAsync(secondary, cancellation);
        context.Logger.Measure(new Metrics().Count("Unprotected", reasons.Count > 0 ? 1 : 0));
        MeasureDrill(secondary, context.Logger);
        if (reasons.Count > 0)
        {
            var message = $"""
                Payments are taken on and settled, and the next loss of a region may stop that, as seen from {platform.Region.Name}:

                {string.Join('\n', reasons.Select(reason => $"- {reason}"))}

                docs/failback.md says how to return; docs/runbooks/loss-of-the-active-secondary.md what to do when the region that took over is lost as well.
                """;
            await topic.TellAsync("The platform is unprotected", message, cancellation);
            context.Logger.Warn("Unprotected.", ("reasons", reasons.Count));
        }

        return "{}"u8.ToArray();
    }

    /// <summary>How long ago the last drill passed. Before the first nothing is said.</summary>
    private void MeasureDrill(IReadOnlyList<Sighting> secondary, StructuredLog log)
    {
        if (secondary.FirstOrDefault(sighting => sighting.Name == DrillNotes.Passed) is { } passed)
        {
            log.Measure(new Metrics().Seconds("DrillAgeSeconds", platform.Clock.GetUtcNow() - passed.At));
        }
    }

    private async Task<IReadOnlyList<string>> ReasonsAsync(IReadOnlyList<Sighting> secondary, CancellationToken cancellation)
    {
        var epoch = await platform.Ledger.CurrentEpochAsync(cancellation);
        var peer = platform.PeerSite is Site.Secondary ? secondary : await platform.Sightings.ReadAsync(Site.Primary, cancellation);
        var beat = peer.FirstOrDefault(sighting => sighting.Name == ProbeFunction.Heartbeat);
        var silence = platform.Clock.GetUtcNow() - beat?.At;
        return
        [
            .. epoch.Writer is Site.Secondary ? [$"the secondary reigns ({epoch})"] : Array.Empty<string>(),
            .. TrafficSwitch.HasMoved(secondary) ? ["customers are led to the secondary"] : Array.Empty<string>(),
            .. silence is null || silence > Silence
                ? [$"nothing was heard of {platform.PeerRegion.Name} {(beat is null ? "yet" : $"since {LedgerItems.Time(beat.At)}")}"]
                : Array.Empty<string>(),
        ];
    }
}
