using Amazon.Runtime;
using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Process;

/// <summary>
/// Answers a no-op: asks the books as a settlement would. The writer's must answer; a standby's must be reached, with a login that
/// opens, and refuse because they are a standby.
/// </summary>
public sealed class Readiness(Site site, Database database, Sightings sightings, TimeProvider clock)
{
    public const string Sighting = "no-op";
    public const string IsWriter = "writer";
    public const string IsReady = "ready";

    /// <summary>
    /// What the Data API says when the fault is ours, or nobody is there to answer. That there is no writer (DatabaseUnavailableException) is
    /// not among it: a standby has none.
    /// </summary>
    private static readonly string[] Faults =
    [
        "AccessDeniedException", "ForbiddenException", "SecretsErrorException", "InvalidSecretException", "HttpEndpointNotEnabledException",
        "DatabaseNotFoundException", "ServiceUnavailableError", "InternalServerErrorException", "BadRequestException",
    ];

    /// <summary>Books that take longer are none that settle.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task AnswerAsync(NoOp noOp, StructuredLog log, CancellationToken cancellation)
    {
        var (isReady, isWriter, reason) = await AskAsync(cancellation);
        log.Info("No-op.", ("isReady", isReady), ("isWriter", isWriter), ("reason", reason), ("sentAt", noOp.At));
        log.Measure(new Metrics(("Site", site.ToString()))
            .Count("StandbyReady", isReady ? 1 : 0)
            .Seconds("NoOpSeconds", clock.GetUtcNow() - noOp.At));
        try
        {
            await sightings.PutAsync(
                site, new Sighting(Sighting, clock.GetUtcNow(), (IsReady, isReady.ToString()), (IsWriter, isWriter.ToString())), cancellation);
        }
        catch (Exception exception)
        {
            // The next one comes in a minute; this one would come again beside it, and end among the dead letters.
            log.Error("What the no-op found was not noted.", exception);
        }
    }

    private async Task<(bool IsReady, bool IsWriter, string Reason)> AskAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await database.ExecuteAsync(BooksSql.Epoch, [], limit.Token);
            return (true, true, "answered");
        }
        catch (AmazonServiceException refusal)
        {
            return (!Faults.Contains(refusal.ErrorCode), false, refusal.ErrorCode);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return (false, false, exception.GetType().Name);
        }
    }
}
