using System.Globalization;
using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>What may be lost with a region.</summary>
/// <param name="Of">What is lost.</param>
/// <param name="Seconds">Of it, before the loss; null where nothing bounds it.</param>
/// <param name="AllowedSeconds">Null where nothing is promised.</param>
/// <param name="Why">What bounds it, or that nothing does.</param>
public sealed record DataLoss(string Of, int? Seconds, int? AllowedSeconds, string Why)
{
    public const string Both = "payments acknowledged with BOTH";
    public const string BooksBefore = "the books, before reconciliation";

    /// <summary>By which a cluster stops commits that its followers do not have.</summary>
    private const string CommitsWait = "rds.global_db_rpo";

    /// <summary>CloudWatch has a value of the lag every minute.</summary>
    private const int SampleSeconds = 60;

    public bool IsMet => AllowedSeconds is null || Seconds <= AllowedSeconds;

    public static IReadOnlyList<DataLoss> InRegion(DeployedFile file, PaymentDrSettings settings) =>
    [
        OfBoth(file),
        new("payments acknowledged with ONE", null, null, "asynchronous replication, \"usually within a second\" (AWS); the caller was told ONE"),
        OfBooks(file, settings),
        OfBooksAfterwards(),
    ];

    /// <summary>Whoever takes payments on asks the other region's replica of the same table, and there is one.</summary>
    private static DataLoss OfBoth(DeployedFile file)
    {
        var alone = Acceptors(file).Where(acceptor => !acceptor.HasTwoCopies).Select(acceptor => acceptor.Name).ToArray();
        return alone is []
            ? new(Both, 0, 0, "2 copies before the answer, in 2 regions; 1 region is lost")
            : new(Both, null, 0, $"1 copy: no replica of the ledger stands where {string.Join(", ", alone)} asks for the second one");
    }

    private static IEnumerable<(string Name, bool HasTwoCopies)> Acceptors(DeployedFile file)
    {
        var functions = file.Of("aws_lambda_function").Select(function => (Resource: function, Name: function.Text("function_name")!, Variable: (Func<string, string?>)function.Variable));
        var services = file.Of("aws_ecs_task_definition").Select(tasks => (Resource: tasks, Name: tasks.Text("family")!, Variable: VariablesOf(tasks)));
        return from acceptor in functions.Concat(services)
               where acceptor.Variable("ON_PEER_LOSS") is not null
               let table = file.Referenced(acceptor.Variable("LEDGER_TABLE")!)
               let replicas = (table.Body["replica"] as JsonArray ?? []).Select(replica => (string?)replica!["region_name"]).Append(file.RegionOf(table)).ToHashSet()
               let own = file.RegionOf(acceptor.Resource)
               let peer = acceptor.Variable("PEER_REGION")
               select (acceptor.Name, peer != own && replicas.IsSupersetOf([own, peer]));
    }

    private static Func<string, string?> VariablesOf(DeployedResource tasks)
    {
        var variables = JsonNode.Parse(tasks.Text("container_definitions")!)![0]!["environment"]!.AsArray();
        return name => (string?)variables.FirstOrDefault(variable => (string?)variable!["name"] == name)?["value"];
    }

    private static DataLoss OfBooks(DeployedFile file, PaymentDrSettings settings)
    {
        var (seconds, why) = Bound(file, settings);
        return new(BooksBefore, seconds, settings.Objectives.BooksLossMinutes * 60, why);
    }

    private static (int Seconds, string Why) Bound(DeployedFile file, PaymentDrSettings settings)
    {
        var limit = (int)new DecisionRules().LagLimit.TotalSeconds;
        return CommitLimit(file, settings) is { } commits ? (commits, $"{CommitsWait}: commits wait for the follower")
            : IsLossRefused(file, settings) ? (limit + SampleSeconds, $"{limit} + {SampleSeconds}: decide refuses when the follower was further behind, as of the last minute")
            : (settings.Objectives.BooksLagSeconds, "Objectives:BooksLagSeconds; \"typically under a second\" (AWS). Nothing of the platform bounds it");
    }

    private static int? CommitLimit(DeployedFile file, PaymentDrSettings settings) => file.Of("aws_rds_cluster_parameter_group")
        .Where(group => file.RegionOf(group) == settings.Primary.Code)
        .SelectMany(group => group.Body["parameter"] as JsonArray ?? [])
        .Where(parameter => (string?)parameter!["name"] == CommitsWait)
        .Select(parameter => (int?)int.Parse((string)parameter!["value"]!, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static bool IsLossRefused(DeployedFile file, PaymentDrSettings settings) => string.Equals(
        file.Named("aws_lambda_function", settings.Naming.Regional("function", "decide", RegionRole.Secondary), "function_name").Variable("ALLOW_RELATIONAL_LOSS"),
        "false",
        StringComparison.OrdinalIgnoreCase);

    private static DataLoss OfBooksAfterwards()
    {
        var scope = DateTimeOffset.UnixEpoch - ReconciliationScope.ChangeOfReign(DateTimeOffset.UnixEpoch).From;
        return new(
            "the books, after reconciliation",
            0,
            null,
            string.Create(CultureInfo.InvariantCulture, $"the ledger gives back {scope.TotalHours} h in the workflow, and {ReconciliationScope.Deep(DateTimeOffset.UnixEpoch).Count()} days by and by"));
    }
}
