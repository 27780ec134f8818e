using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Reconcile;

/// <summary>Compares ledger and books where this site reigns, and tells the decision how far the books have come.</summary>
public sealed class ReconcileFunction(
    Site site, Reconciliation reconciliation, Sightings sightings, Announcer announcer, CertificateArchive archive, TimeProvider clock)
{
    public const string Sighting = "certificate";
    public const string SettledThrough = "settledThrough";

    /// <summary>36 turns a day, for 35 days.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(40);

    /// <summary>A recovery waits for the answer.</summary>
    private static readonly TimeSpan LongestTelling = TimeSpan.FromSeconds(20);

    public static ReconcileFunction On(Platform platform) => new(
        platform.Site,
        new Reconciliation(platform.Ledger, platform.Books, platform.Settlement, platform.Clock),
        platform.Sightings,
        Announcer.On(platform),
        new CertificateArchive(platform.Region.S3(), platform.Variables.Get("AUDIT_BUCKET")),
        platform.Clock);

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = Payload.Read(payload, ReconcileJson.Default.ReconcileRequest);
        var certificate = await RunAsync(ToScope(request, clock.GetUtcNow()), context.Logger, cancellation);
        var answer = certificate is null ? new ReconcileAnswer { Reigns = false } : await PublishAsync(request, certificate, context.Logger, cancellation);

        return JsonSerializer.SerializeToUtf8Bytes(answer, ReconcileJson.Default.ReconcileAnswer);
    }

    /// <summary>What was learned is told before anything else can fail, and of a run that failed as well: it is no news to the next one.</summary>
    private async Task<Certificate?> RunAsync(ReconciliationScope scope, StructuredLog log, CancellationToken cancellation)
    {
        var news = new List<PaymentNews>();
        try
        {
            return await reconciliation.RunAsync(scope, news, cancellation);
        }
        finally
        {
            using var limit = new CancellationTokenSource(LongestTelling, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            await announcer.TellAsync(news, log, either.Token);
        }
    }

    private static ReconciliationScope ToScope(ReconcileRequest request, DateTimeOffset now) => request.Scope switch
    {
        ReconcileScope.Routine => ReconciliationScope.Routine(now),
        ReconcileScope.ChangeOfReign => ReconciliationScope.ChangeOfReign(now),
        _ => Day(request.Day, [.. ReconciliationScope.Deep(now)], now),
    };

    private static ReconciliationScope Day(int? day, ReconciliationScope[] days, DateTimeOffset now) => day switch
    {
        null => days[now.ToUnixTimeSeconds() / (long)Turn.TotalSeconds % days.Length],
        >= 0 when day < days.Length => days[day.Value],
        _ => throw new JsonException($"day = {day}: must be 0 to {days.Length - 1}."),
    };

    private async Task<ReconcileAnswer> PublishAsync(ReconcileRequest request, Certificate certificate, StructuredLog log, CancellationToken cancellation)
    {
        var view = CertificateView.Of(certificate);
        log.Info("Reconciled.", ("accepted", view.Accepted), ("settled", view.Settled), ("disputed", view.Disputed), ("inDoubt", view.InDoubt));
        log.Measure(new Metrics()
            .Seconds("OldestUnsettledSeconds", TimeSpan.FromSeconds(view.OldestUnsettledSeconds))
            .Count("Disputed", view.Disputed)
            .Count("InDoubt", view.InDoubt)
            .Count("Reposted", view.Reposted)
            .Count("Recovered", view.Recovered)
            .Count("Unbalanced", view.IsBalanced ? 0 : 1));
        if (request.Scope is not ReconcileScope.Deep)
        {
            // A day of long ago says nothing about how far the books have come.
            await sightings.PutAsync(
                site, new Sighting(Sighting, certificate.At, (SettledThrough, LedgerItems.Time(certificate.SettledThrough))), cancellation);
        }

        return new ReconcileAnswer { Reigns = true, Certificate = view, Key = request.Certificate ? await archive.KeepAsync(view, cancellation) : null };
    }
}
