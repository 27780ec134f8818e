using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Decide;

/// <summary>
/// Asks the decision every minute, and starts what it wants. People may order the same, and take it upon themselves why. All it needs lies in this region.
/// </summary>
public sealed class DecideFunction(Site site, ILedger ledger, Lookout lookout, Workflow failover, Decision decision)
{
    private const string Ordered = "ordered";

    public static DecideFunction On(Platform platform)
    {
        var failover = new Workflow(platform.Region, platform.Variables.Get("FAILOVER_WORKFLOW_ARN"));
        var lag = new BooksLag(new CloudWatch(platform.Region), platform.Variables.Get("BOOKS_CLUSTER"));
        var rules = new DecisionRules
        {
            AllowRelationalLoss = platform.Variables.Find("ALLOW_RELATIONAL_LOSS") is null || platform.Variables.Is("ALLOW_RELATIONAL_LOSS"),
        };

        var failback = new Workflow(platform.Region, platform.Variables.Get("FAILBACK_WORKFLOW_ARN"));
        var lookout = new Lookout(platform.Build, platform.Ledger, platform.Sightings, [failover, failback], lag, platform.Clock);
        return new(platform.Site, platform.Ledger, lookout, failover, new Decision(rules));
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        if (site is not Site.Secondary)
        {
            throw new InvalidOperationException("Only the secondary decides: what watches a region must not be lost with it.");
        }

        var order = Payload.Read(payload, DecideJson.Default.DecideRequest).Order;
        var (seen, executions) = await lookout.ObserveAsync(cancellation);
        var verdict = order is { } course ? Obey(course, seen) : decision.Decide(seen);
        context.Logger.Measure(new Metrics(("Reason", verdict.Reason)).Count("Verdict"));
        if (verdict.Reason != Verdict.Healthy)
        {
            context.Logger.Info("Verdict.", ("course", verdict.Course), ("reason", verdict.Reason), ("epoch", seen.Epoch.Number));
        }

        var started = verdict.Course is Course.Stay ? null : await StartAsync(verdict, seen, executions, cancellation);
        return JsonSerializer.SerializeToUtf8Bytes(
            new DecideAnswer(verdict.Course.ToString(), verdict.Reason, started), DecideJson.Default.DecideAnswer);
    }

    /// <summary>Whatever speaks against it, but for what is under way or done already.</summary>
    private static Verdict Obey(Course order, Observations seen) =>
        seen.IsMoving ? new Verdict(Course.Stay, Verdict.AlreadyRunning)
        : seen.Epoch.Writer is Site.Secondary && !seen.IsUnfinished && (seen.TrafficHasMoved || order is not Course.FailOver) ? new Verdict(Course.Stay, Verdict.AlreadyMoved)
        : new Verdict(order, Ordered);

    /// <summary>
    /// The reign comes first: from then on nobody settles under the last one. Should this process die before it has started the workflow,
    /// the next minute finds a reign that nothing has completed. One that was completed is not gone on with: nobody would notice that it was not carried
    /// through again.
    /// </summary>
    private async Task<string> StartAsync(Verdict verdict, Observations seen, IReadOnlyList<Execution> executions, CancellationToken cancellation)
    {
        var epoch = seen.IsUnfinished ? seen.Epoch : seen.Epoch.NextOf(Site.Secondary);
        if (epoch != seen.Epoch)
        {
            // False says that another run began it, and then it is the same.
            await ledger.BeginAsync(epoch, cancellation);
        }

        var name = NextName(epoch, executions);
        await failover.StartAsync(
            name,
            new JsonObject { ["epoch"] = epoch.Number, ["moveTraffic"] = verdict.Course is Course.FailOver, ["reason"] = verdict.Reason },
            cancellation);

        return name;
    }

    /// <summary>failover-{epoch}-{attempt}: one more than the highest that was tried. The list shows the newest only, so counting it would stop somewhere.</summary>
    private static string NextName(Epoch epoch, IReadOnlyList<Execution> executions)
    {
        var prefix = $"failover-{epoch.Number}-";
        var tried = executions
            .Where(execution => execution.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(execution => int.TryParse(execution.Name[prefix.Length..], CultureInfo.InvariantCulture, out var attempt) ? attempt : 0);

        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{tried.DefaultIfEmpty().Max() + 1}");
    }
}

/// <summary>What the schedule asks, which orders nothing, or people do.</summary>
/// <param name="Order">What to do, past the decision.</param>
public sealed record DecideRequest(Course? Order);

/// <summary>What was decided, and the execution that was started for it.</summary>
public sealed record DecideAnswer(string Course, string Reason, string? Execution);

/// <summary>Decisions on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(KebabCaseCourse)])]
[JsonSerializable(typeof(DecideRequest))]
[JsonSerializable(typeof(DecideAnswer))]
internal sealed partial class DecideJson : JsonSerializerContext
{
    internal sealed class KebabCaseCourse() : JsonStringEnumConverter<Course>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
