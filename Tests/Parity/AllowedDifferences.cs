using System.Globalization;

namespace PaymentDr.Tests.Parity;

/// <summary>All in which the regions may differ. Where both have a thing, each attribute is named with what either region says of it.</summary>
internal static class AllowedDifferences
{
    private const string Begins = "the cluster that begins has the first user, and the other one gets it with the data";

    private const string Follows = "the cluster that follows needs a writer to follow";

    private const string BackedUp = "what both regions share is backed up in one, and copied to the other";

    private const string LoginAtHome = "a login is made in one region, which replicates its secret to the other";

    private const string OwnRole = "each side sets the options of its own role";

    private const string Published = "Route 53 publishes in us-east-1 alone; the other region's probe looks itself";

    private const string DecidesThere = "as what it watches, in the secondary";

    /// <summary>By attribute: in the primary, in the secondary, and why.</summary>
    public static IReadOnlyDictionary<(string Key, string Path), (string? Primary, string? Secondary, string Why)> Attributes { get; } =
        new Dictionary<(string, string), (string?, string?, string)>
        {
            [("aws_appautoscaling_target pay/scaling/target", "min_capacity")] = Fewest,
            [("aws_backup_selection backups/selection", "resources/0")] = ("'${<here aws_dynamodb_table table-ledger/table>.arn}'", "'${aws_rds_cluster.{role}_books_cluster.arn}'", BackedUp),
            [("aws_backup_selection backups/selection", "resources/1")] = ("'${<here aws_dynamodb_table table-sessions/table>.arn}'", null, BackedUp),
            [("aws_backup_selection backups/selection", "resources/2")] = ("'${aws_rds_cluster.{role}_books_cluster.arn}'", null, BackedUp),
            [("aws_cloudwatch_metric_alarm alarms/pay-tasks-few/alarm", "alarm_description")] = (
                $"'{Few(TestSettings.Default.Pay.PrimaryTasks)}'", $"'{Few(TestSettings.Default.Pay.SecondaryTasks)}'", "more run where customers are"),
            [("aws_cloudwatch_metric_alarm alarms/pay-tasks-few/alarm", "threshold")] = Fewest,
            [("aws_dynamodb_table table-ledger/table, replicated", "propagate_tags")] = (null, "false", "the replica has tags of its own, which name its region"),
            [("aws_dynamodb_table table-sessions/table, replicated", "propagate_tags")] = (null, "false", "the replica has tags of its own, which name its region"),
            [("aws_ecs_service pay/tasks/service", "desired_count")] = Fewest,
            [("aws_lambda_function watch/probe/function", "environment/variables/PROBE/primaryRegion")] = ("'{here}'", "'{there}'", "the probes are told which region is the primary"),
            [("aws_rds_cluster books/cluster", "database_name")] = ("'${{aws_rds_global_cluster global-books/database}.database_name}'", null, Begins),
            [("aws_rds_cluster books/cluster", "depends_on/1")] = (null, "'aws_rds_cluster_instance.{other role}_books_instance-0'", Follows),
            [("aws_rds_cluster books/cluster", "depends_on/2")] = (null, "'aws_rds_cluster_instance.{other role}_books_instance-1'", Follows),
            [("aws_rds_cluster books/cluster", "master_password_wo")] = ("'${jsondecode({aws_secretsmanager_secret_version login-books-admin/stored}.secret_string).password}'", null, Begins),
            [("aws_rds_cluster books/cluster", "master_password_wo_version")] = ("1", null, Begins),
            [("aws_rds_cluster books/cluster", "master_username")] = ("'books_admin'", null, Begins),
            [("aws_rds_cluster books/cluster", "source_region")] = (null, "'{there}'", Follows),
            [("aws_vpc_peering_connection_options peering/options", "accepter/allow_remote_vpc_dns_resolution")] = (null, "true", OwnRole),
            [("aws_vpc_peering_connection_options peering/options", "requester/allow_remote_vpc_dns_resolution")] = ("true", null, OwnRole),
        };

    /// <summary>Documents that are compared by a law of their own: by key and the beginning of paths.</summary>
    public static IReadOnlyDictionary<(string Key, string Path), string> ComparedElsewhere { get; } = new Dictionary<(string, string), string>
    {
        [("aws_cloudwatch_dashboard dashboard/dashboard", "dashboard_body/widgets/")] = "each begins with its own region; DashboardLaws compares what both show",
    };

    /// <summary>What stands in one region only: by key, by the first step of paths, or by type.</summary>
    public static IReadOnlyDictionary<string, string> OnlyInOne { get; } = new Dictionary<string, string>
    {
        ["aws_cloudwatch_metric_alarm alarms/decide-does-not-run/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/door-ill-api-other/alarm"] = Published,
        ["aws_cloudwatch_metric_alarm alarms/door-ill-api-own/alarm"] = Published,
        ["aws_cloudwatch_metric_alarm alarms/door-ill-pay-other/alarm"] = Published,
        ["aws_cloudwatch_metric_alarm alarms/door-ill-pay-own/alarm"] = Published,
        ["aws_cloudwatch_metric_alarm alarms/drill-failed/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/function-errors-decide/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/function-errors-drill/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/function-errors-give-back/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/probe-silent/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/takeover-refused/alarm"] = DecidesThere,
        ["aws_cloudwatch_metric_alarm alarms/workflow-failed-failback/alarm"] = DecidesThere,
        ["aws_cloudwatch_event_endpoint event-endpoint/endpoint"] = "one endpoint stands over both regions' buses",
        ["aws_dynamodb_table table-ledger/table"] = "a global table is declared once, with its replica",
        ["aws_dynamodb_table table-sessions/table"] = "a global table is declared once, with its replica",
        ["aws_rds_global_cluster global-books/database"] = "a global database is declared once, and its clusters join it",
        ["aws_route53_record certificates/proof-api"] = "the same record proves the certificates of both regions",
        ["aws_route53_record certificates/proof-drill"] = "the same record proves the certificates of both regions",
        ["aws_route53_record certificates/proof-pay"] = "the same record proves the certificates of both regions",
        ["aws_route53_record dns/delegation"] = "a zone is delegated once",
        ["aws_route53_zone dns/zone"] = "DNS has no regions",
        ["aws_vpc_peering_connection peering/connection"] = "a connection is asked for by one side",
        ["aws_vpc_peering_connection_accepter peering/acceptance"] = "and accepted by the other",
        ["deciding"] = "what watches the primary must not be lost with it",
        ["drilling"] = "it is the secondary that drills try, and it needs nothing that is lost with the primary",
        ["failover-api"] = "DNS has no regions",
        ["failover-drill"] = "DNS has no regions",
        ["failover-pay"] = "DNS has no regions",
        ["giving-back"] = "the secondary gives back what it took over",
        ["return"] = "by which the secondary gives back, in the primary",
        ["switch-drill"] = "as the switch of customers, which it stands for",
        ["switch-traffic"] = "a switch stands where the loss of the primary does not reach it",
        ["aws_dynamodb_tag"] = "the primary's provider tags what it makes itself; what they say is compared with the replica",
        ["aws_lambda_invocation"] = "the writer migrates, and the other one gets its tables",
        ["aws_secretsmanager_random_password"] = LoginAtHome,
        ["aws_secretsmanager_secret"] = LoginAtHome,
        ["aws_secretsmanager_secret_rotation"] = LoginAtHome,
        ["aws_secretsmanager_secret_version"] = LoginAtHome,
    };

    private static ILookup<string, string> Paths { get; } = Attributes.Keys.ToLookup(attribute => attribute.Key, attribute => attribute.Path);

    private static string Few(int tasks) =>
        $"Fewer than {tasks} tasks of the service run: a rush of payments finds less room than was planned. Act on the next working day: docs/runbooks/pay-tasks.md";

    private static (string?, string?, string) Fewest => (
        TestSettings.Default.Pay.PrimaryTasks.ToString(CultureInfo.InvariantCulture),
        TestSettings.Default.Pay.SecondaryTasks.ToString(CultureInfo.InvariantCulture),
        "more run where customers are");

    public static bool Allow(Difference difference) => difference.Path == ""
        ? Names(difference.Key).Any(OnlyInOne.ContainsKey)
        : IsComparedElsewhere(difference.Key, difference.Path)
            || (Attributes.TryGetValue((difference.Key, difference.Path), out var allowed) && (allowed.Primary, allowed.Secondary) == (difference.Primary, difference.Secondary));

    public static bool IsComparedElsewhere(string key, string path) =>
        ComparedElsewhere.Keys.Any(place => place.Key == key && $"{path}/".StartsWith(place.Path, StringComparison.Ordinal));

    /// <summary>Of the attributes in which one thing differs.</summary>
    public static IEnumerable<string> PathsOf(string key) => Paths[key];

    /// <summary>By which a thing of one region only may be explained.</summary>
    public static IEnumerable<string> Names(string key) => [key, key.Split(' ')[1].Split('/')[0], key.Split(' ')[0]];
}
