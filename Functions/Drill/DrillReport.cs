using PaymentDr.Aws;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Drill;

/// <summary>Says how a drill ended: to auditors, to CloudWatch, and to people where it failed.</summary>
public sealed class DrillReport(EvidenceArchive archive, AlertTopic topic)
{
    /// <returns>Where the evidence is kept.</returns>
    public async Task<string> SayAsync(DrillEvidence judged, StructuredLog log, CancellationToken cancellation)
    {
        var key = await archive.KeepAsync(judged, cancellation);
        log.Measure(Measured(judged));
        log.Info("Drill.", ("drill", IdOf(judged.Drill)), ("passed", judged.Passed), ("failures", judged.Failures.Count));
        if (!judged.Passed)
        {
            var message = $"""
                A drill of the failover to {judged.Away.Region}, started by {judged.StartedBy}, has not shown what it should:

                {string.Join('\n', judged.Failures.Select(failure => $"- {failure}"))}

                Customers were not led anywhere: a drill has a name and a switch of its own. The evidence is {key} in the audit bucket of {judged.Away.Region}.
                docs/testing-failover.md says what each ending means.
                """;
            await topic.TellAsync("A drill of the failover has failed", message, cancellation);
        }

        return key;
    }

    /// <summary>Systems Manager's ids are UUIDs; whatever else stands there is not for the log.</summary>
    public static Guid? IdOf(string drill) => Guid.TryParse(drill, out var id) ? id : null;

    private static Metrics Measured(DrillEvidence judged)
    {
        var metrics = new Metrics().Count("DrillPassed", judged.Passed ? 1 : 0);
        if (judged.RecoverySeconds is { } recovery)
        {
            metrics.Seconds("DrillRecoverySeconds", TimeSpan.FromSeconds(recovery));
        }

        return judged.ReturnSeconds is { } home ? metrics.Seconds("DrillReturnSeconds", TimeSpan.FromSeconds(home)) : metrics;
    }
}
