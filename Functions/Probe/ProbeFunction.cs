using System.Globalization;
using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Functions.Process;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Probe;

/// <summary>
/// Looks at everything that a decision rests on, once a minute, and keeps what it saw. Each look stands alone: one that fails or hangs keeps
/// no other from being taken.
/// </summary>
public sealed class ProbeFunction(
    Platform platform, ProbeSettings settings, Doors doors, Sightings sightings, Queue[] queues, Func<CancellationToken, Task<string?>> findKey)
{
    public const string Heartbeat = "heartbeat";
    public const string Synthetic = "synthetic-payment";
    public const string PrimaryAnswers = "primaryAnswers";
    public const string NamesLeadElsewhere = "namesLeadElsewhere";
    public const string Build = "build";
    public const string ProbePrefix = "probe#";
    public const string BuildPrefix = "build#";

    private readonly (CloudWatch Metrics, string Name)? _switch =
        platform.Site is Site.Secondary ? (new CloudWatch(platform.Region), platform.Variables.Get("SWITCH_METRIC")) : null;

    public static ProbeFunction On(Platform platform)
    {
        var settings = ProbeSettings.Parse(platform.Variables.Get("PROBE"));
        var secrets = new SecretStore(platform.Region);

        return new(
            platform,
            settings,
            new Doors(Doors.Patience),
            platform.Sightings,
            [new Queue(platform.Region, settings.QueueUrl), new Queue(platform.PeerRegion, settings.PeerQueueUrl)],
            async cancellation => settings.SyntheticKeySecret is { } secret ? (await secrets.GetAsync(secret, cancellation)).Password : null);
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var log = context.Logger;
        await Task.WhenAll(
        [
            TryAsync("doors", log, () => LookAtDoorsAsync(log, cancellation)),
            TryAsync("heartbeat", log, () => BeatAsync(log, cancellation)),
            TryAsync("switch", log, () => PublishSwitchAsync(cancellation)),
            TryAsync("synthetic payment", log, () => PayAsync(log, cancellation)),
            .. queues.Select((queue, number) => TryAsync(number == 0 ? "own queue" : "peer's queue", log, () => SendNoOpAsync(queue, cancellation))),
        ]);

        return "{}"u8.ToArray();
    }

    private DateTimeOffset Now => platform.Clock.GetUtcNow();

    private async Task LookAtDoorsAsync(StructuredLog log, CancellationToken cancellation)
    {
        var (at, peer, customers) = (Now, AskAllAsync(settings.PeerHealth, cancellation), AskAllAsync(settings.CustomerHealth, cancellation));
        var (peers, names) = (await peer, (await customers).OfType<HealthView>().ToArray());
        var leadElsewhere = names.Length > 0 && names.All(health => health.Region != settings.PrimaryRegion);
        var primaryAnswers = platform.Site is Site.Secondary ? peers.Any(health => health is not null) : names.Any(health => health.Region == settings.PrimaryRegion);
        // Of one door: what another one runs is built otherwise, and compares with nothing.
        var build = peers[0]?.Build;

        log.Info("Doors.", ("healthyPeers", peers.Count(health => health is not null)), ("namesLeadElsewhere", leadElsewhere), ("peerBuild", build));
        log.Measure(new Metrics().Count("PeerHealthy", peers.All(health => health is not null) ? 1 : 0).Count("NamesLeadElsewhere", leadElsewhere ? 1 : 0));
        await KeepAsync(
            PlaceOf(at),
            at,
            cancellation,
            (PrimaryAnswers, primaryAnswers.ToString()),
            (NamesLeadElsewhere, leadElsewhere.ToString()),
            (Build, build ?? ""));
        await RememberBuildAsync(build, cancellation);
    }

    /// <summary>Since when a build has been seen to serve; what proves it is time.</summary>
    private async Task RememberBuildAsync(string? build, CancellationToken cancellation)
    {
        if (build is not null && (await sightings.ReadAsync(platform.Site, cancellation)).All(sighting => sighting.Name != $"{BuildPrefix}{build}"))
        {
            await KeepAsync($"{BuildPrefix}{build}", Now, cancellation);
        }
    }

    /// <summary>How far this region's replica is behind the other one, by the clocks of both.</summary>
    private async Task BeatAsync(StructuredLog log, CancellationToken cancellation)
    {
        await KeepAsync(Heartbeat, Now, cancellation);
        if ((await sightings.ReadAsync(platform.PeerSite, cancellation)).FirstOrDefault(sighting => sighting.Name == Heartbeat) is { } beat)
        {
            log.Measure(new Metrics().Seconds("ReplicationHeartbeatSeconds", Now - beat.At));
        }
    }

    /// <summary>A metric that Route 53 watches forgets; the ledger does not.</summary>
    private async Task PublishSwitchAsync(CancellationToken cancellation)
    {
        if (_switch is var (metrics, name))
        {
            var hasMoved = await new TrafficSwitch(sightings).HasMovedAsync(cancellation);
            await metrics.PutAsync(platform.Variables.MetricNamespace, name, hasMoved ? 1 : 0, cancellation);
        }
    }

    private async Task PayAsync(StructuredLog log, CancellationToken cancellation)
    {
        if (settings.SyntheticPayments is { } payments && await findKey(cancellation) is { } key)
        {
            var at = Now;
            var taken = await Task.WhenAll(payments.Select((address, door) =>
                doors.PayAsync(address, key, Doors.KeyOf("probe", platform.Region.Name, door, at), cancellation)));
            log.Measure(new Metrics().Count("SyntheticPaymentTaken", taken.All(isTaken => isTaken) ? 1 : 0));
            // A region with one door is better than none.
            if (taken.Any(isTaken => isTaken))
            {
                await KeepAsync(Synthetic, at, cancellation);
            }
        }
    }

    /// <summary>
    /// Each half minute of an hour has its place: long enough to be asked for, and two probes of one minute, one late and one early, are both kept.
    /// </summary>
    private static string PlaceOf(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{ProbePrefix}{at.Minute:00}{(at.Second < 30 ? 'a' : 'b')}");

    private Task SendNoOpAsync(Queue queue, CancellationToken cancellation) =>
        queue.SendAsync(JsonSerializer.Serialize(new QueueBody { NoOp = new NoOp(Now) }, ProcessJson.Default.QueueBody), cancellation);

    private Task<HealthView?[]> AskAllAsync(IReadOnlyList<Uri> healths, CancellationToken cancellation) =>
        Task.WhenAll(healths.Select(health => doors.AskAsync(health, cancellation)));

    private Task KeepAsync(string name, DateTimeOffset at, CancellationToken cancellation, params (string Name, string Value)[] details) =>
        sightings.PutAsync(platform.Site, new Sighting(name, at, details), cancellation);

    private static async Task TryAsync(string what, StructuredLog log, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception exception)
        {
            log.Error($"The look at {what} failed.", exception);
            log.Measure(new Metrics(("Look", what)).Count("LookFailed"));
        }
    }
}
