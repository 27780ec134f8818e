using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Tests.Alarms;

namespace PaymentDr.Tests.Laws;

/// <summary>What every alarm has, where it stands, and that nothing that must be watched goes without.</summary>
[TestFixture]
public sealed partial class AlarmLaws
{
    /// <summary>What must be watched in each region, by the requirement that alarms name; and why it is in one only, where it is.</summary>
    private static readonly Dictionary<string, string?> Watched = new()
    {
        ["API latency and errors"] = null,
        ["acknowledged payments"] = null,
        ["availability"] = null,
        ["backup freshness"] = null,
        ["books replication lag"] = null,
        ["bucket replication"] = null,
        ["certificates"] = null,
        ["database CPU"] = null,
        ["dead man"] = null,
        ["disputes"] = null,
        ["drills"] = null,
        ["failover"] = null,
        ["function errors"] = null,
        ["health checks"] = null,
        ["load balancer health"] = null,
        ["pipes, forwarding and workflows"] = null,
        ["protection after failover"] = null,
        ["queue age and dead letters"] = null,
        ["settlement"] = null,
        ["standby readiness"] = null,
        ["table replication"] = null,
        ["table throttling"] = null,
        ["task count"] = null,
    };

    /// <summary>By how their names begin.</summary>
    private static readonly Dictionary<string, string> InOneRegion = new()
    {
        ["door-ill-"] = "Route 53 publishes its metrics in us-east-1 alone; the other region has peer-ill",
        ["decide-"] = "decide stands in the secondary alone",
        ["drill-failed"] = "drills run in the secondary",
        ["function-errors-decide"] = "decide stands in the secondary alone",
        ["function-errors-drill"] = "drills run in the secondary",
        ["function-errors-give-back"] = "the secondary gives back",
        ["probe-silent"] = "decide, which says so, stands in the secondary alone",
        ["takeover-refused"] = "decide, which says so, stands in the secondary alone",
        ["workflow-failed-failback"] = "the secondary gives back",
    };

    /// <summary>By metric: the argument that must name a thing of the alarm's own region, where others may name one of the other.</summary>
    private static readonly Dictionary<string, string> PublishedWith = new()
    {
        ["AWS/S3 ReplicationLatency"] = "DestinationBucket",
        ["AWS/S3 OperationsFailedReplication"] = "SourceBucket",
    };

    [Test]
    public void Every_alarm_tells_its_own_region_s_topic_when_it_begins_and_when_it_ends()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Untold), Is.Empty);

        Assert.That(Untold(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["alarm_actions"] = new JsonArray("${aws_sns_topic.primary_alerts_topic_50B8FC9C.arn}"))), Has.One.Contains("alarm-peer-ill-secondary-dev"));
        Assert.That(Untold(Broken("alarm-peer-ill-secondary-dev", alarm => alarm.Remove("ok_actions"))), Has.One.Contains("alarm-peer-ill-secondary-dev"));
        Assert.That(Untold(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["actions_enabled"] = false)), Has.One.Contains("alarm-peer-ill-secondary-dev"));
    }

    [Test]
    public void Every_alarm_names_a_requirement_and_a_runbook_and_says_what_it_means()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unexplained), Is.Empty);

        Assert.That(Unexplained(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["tags"]!["Runbook"] = "docs/runbooks/none.md")), Is.Not.Empty);
        Assert.That(Unexplained(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["tags"]!["Runbook"] = "docs/runbooks/api-errors.md")), Has.Some.Contains("is woken for several"));
        Assert.That(Unexplained(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["tags"]!.AsObject().Remove("Requirement"))), Is.Not.Empty);
        Assert.That(Unexplained(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["alarm_description"] = "Ill.")), Is.Not.Empty);
    }

    [Test]
    public void Every_alarm_stands_where_its_metric_is_published()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Misplaced), Is.Empty);

        Assert.That(Misplaced(Broken("alarm-door-ill-api-own-primary-dev", alarm => alarm["provider"] = "aws.secondary")), Has.One.Contains("us-east-1"));
        Assert.That(Misplaced(Broken("alarm-books-cpu-primary-dev", alarm => alarm.Remove("dimensions"))), Has.One.Contains("of everything"));
        Assert.That(Misplaced(Broken("alarm-books-cpu-primary-dev", alarm => alarm["dimensions"]!["DBClusterIdentifier"] = $"other-{alarm["dimensions"]!["DBClusterIdentifier"]}")), Has.One.Contains("nobody's name"));
        Assert.That(Misplaced(Broken("alarm-books-behind-secondary-dev", alarm => alarm["provider"] = "aws.primary")), Has.One.Contains("cluster-books"));
        Assert.That(
            Misplaced(Broken("alarm-copies-late-audit-primary-dev", alarm => (alarm["dimensions"]!["SourceBucket"], alarm["dimensions"]!["DestinationBucket"]) = ((string)alarm["dimensions"]!["DestinationBucket"]!, (string)alarm["dimensions"]!["SourceBucket"]!))),
            Has.One.Contains("DestinationBucket"));
        Assert.That(Misplaced(Broken("alarm-table-replication-slow-ledger-primary-dev", alarm => alarm["dimensions"]!["ReceivingRegion"] = "us-east-1")), Has.One.Contains("ReceivingRegion"));
    }

    [Test]
    public void Everything_that_must_be_watched_is_in_both_regions()
    {
        Assert.That(Unwatched(SynthesizedStack.Default), Is.Empty);
        Assert.That(DeployedAlarm.Of(SynthesizedStack.Default).Select(alarm => alarm.Requirement).Distinct(), Is.EquivalentTo(Watched.Keys));
        Assert.That(InOneRegion.Keys.Where(name => !DeployedAlarm.Of(SynthesizedStack.Default).Any(alarm => IsNamed(alarm, name))), Is.Empty, "each reason is in use");

        var broken = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject().Remove(Find(file, "alarm-books-cpu-primary-dev").Key));
        Assert.That(Unwatched(broken), Is.EquivalentTo(new[] { "books-cpu is in secondary alone", "database CPU is not watched in primary" }));
    }

    /// <summary>What an alarm reads of the platform's own somebody has to measure, under the same dimensions.</summary>
    [Test]
    public void Everything_of_our_own_that_an_alarm_reads_is_measured_by_a_program()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unmeasured), Is.Empty);

        Assert.That(Unmeasured(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["metric_name"] = "PeerHealth")), Has.One.Contains("PeerHealth"));
        Assert.That(Unmeasured(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["dimensions"] = new JsonObject { ["Site"] = "Secondary" })), Has.One.Contains("PeerHealthy"));
    }

    /// <summary>CloudWatch refuses others, or does not do what they say.</summary>
    [Test]
    public void Every_alarm_is_one_that_CloudWatch_takes()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Refused), Is.Empty);

        Assert.That(Refused(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["evaluation_periods"] = 2000)), Has.Some.Contains("looks back"));
        Assert.That(Refused(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["datapoints_to_alarm"] = 4)), Has.One.Contains("4 of 3"));
        Assert.That(Refused(Broken("alarm-peer-ill-secondary-dev", alarm => alarm["period"] = 90)), Has.One.Contains("90"));
        Assert.That(Refused(Broken("alarm-pay-errors-primary-dev", alarm => alarm["metric_query"]![2]!["metric"]!["period"] = 300)), Has.One.Contains("several periods"));
        Assert.That(Refused(Broken("alarm-pay-errors-primary-dev", alarm => alarm["metric_query"]![0]!["return_data"] = false)), Has.One.Contains("or for none"));
        Assert.That(Refused(Broken("alarm-table-throttled-ledger-reads-primary-dev", alarm => alarm["treat_missing_data"] = "breaching")), Has.One.Contains("DynamoDB"));
    }

    private static IEnumerable<string> Untold(SynthesizedStack stack)
    {
        var topics = stack.Elements.Where(element => element.Type == "aws_sns_topic").ToDictionary(stack.RegionOf, topic => $"[\"${{{topic.Address}.arn}}\"]");
        return from alarm in DeployedAlarm.Of(stack)
               let body = alarm.Element.Body
               where body["alarm_actions"]?.ToJsonString() != topics[alarm.Region] || body["ok_actions"]?.ToJsonString() != topics[alarm.Region]
                   || body["actions_enabled"] is not null
               select $"{alarm.Element.Text("alarm_name")} does not tell the topic of {alarm.Region}, or only half of it";
    }

    private static IEnumerable<string> Unexplained(SynthesizedStack stack) =>
        (from alarm in DeployedAlarm.Of(stack)
         let description = alarm.Element.Text("alarm_description") ?? ""
         from fault in new (bool IsSo, string Text)[]
         {
             (alarm.Severity is not ("Page" or "Ticket"), "is neither a page nor a ticket"),
             (!Watched.ContainsKey(alarm.Requirement), $"names the requirement '{alarm.Requirement}', which is none"),
             (!File.Exists(Repository.PathOf(alarm.Runbook.Split('/'))), $"leads to '{alarm.Runbook}', which is not there"),
             (!Meaning().IsMatch(description) || !description.EndsWith($": {alarm.Runbook}", StringComparison.Ordinal), $"does not say what it means, and what to do: '{description}'"),
             (description.Length > 1024, "says more than CloudWatch keeps"),
         }
         where fault.IsSo
         select $"{alarm.Name} {fault.Text}")
        .Concat(
            from runbook in DeployedAlarm.Of(stack).Where(alarm => alarm.IsPage).GroupBy(alarm => alarm.Runbook)
            let id = Path.GetFileNameWithoutExtension(runbook.Key)
            from alarm in runbook
            where alarm.Name != id && !alarm.Name.StartsWith($"{id}-", StringComparison.Ordinal)
            select $"who reads {runbook.Key} is woken for several: {alarm.Name}");

    private static IEnumerable<string> Misplaced(SynthesizedStack stack)
    {
        var elements = stack.Elements.ToDictionary(element => element.Address);
        return (from alarm in DeployedAlarm.Of(stack)
                from metric in MetricsOf(alarm.Element)
                where ((string)metric["namespace"]!).StartsWith("AWS/", StringComparison.Ordinal) && metric["dimensions"]?.AsObject() is null or { Count: 0 }
                select $"{alarm.Element.Text("alarm_name")}: {metric["metric_name"]} of everything").Concat(
               from alarm in DeployedAlarm.Of(stack)
               from metric in MetricsOf(alarm.Element)
               let published = $"{metric["namespace"]} {metric["metric_name"]}"
               from dimension in metric["dimensions"]?.AsObject() ?? []
               let value = (string)dimension.Value!
               let target = Reference().Match(value) is { Success: true } match ? elements[match.Groups[1].Value] : null
               let fault = value.Contains("${", StringComparison.Ordinal) && target is null ? $"{dimension.Key} is '{value}', which is nobody's name" : Fault(stack, alarm, published, dimension.Key, value, target)
               where fault is not null
               select $"{alarm.Element.Text("alarm_name")}: {fault}");
    }

    private static string? Fault(SynthesizedStack stack, DeployedAlarm alarm, string published, string dimension, string value, Element? target) => published.Split(' ')[0] switch
    {
        "AWS/Route53" => alarm.Region == "us-east-1" ? null : "Route 53 publishes in us-east-1 alone",
        _ when dimension == "ReceivingRegion" => value == alarm.Region ? "ReceivingRegion is the alarm's own: DynamoDB publishes where items come from" : null,
        _ when target is null || target.Type == "aws_dynamodb_table" => null,
        _ when PublishedWith.TryGetValue(published, out var own) && own != dimension => stack.RegionOf(target) == alarm.Region ? $"{dimension} is of {alarm.Region}, and has to be of the other region" : null,
        _ => stack.RegionOf(target) == alarm.Region ? null : $"{dimension} is {target.Text("name") ?? target.Text("cluster_identifier") ?? target.Address}, and not of {alarm.Region}",
    };

    private static IEnumerable<string> Unwatched(SynthesizedStack stack)
    {
        var alarms = DeployedAlarm.Of(stack).ToArray();
        string[] regions = ["primary", "secondary"];
        return (from alarm in alarms.GroupBy(alarm => alarm.Name)
                where alarm.Count() == 1 && !InOneRegion.Keys.Any(name => IsNamed(alarm.First(), name))
                select $"{alarm.Key} is in {alarm.First().Element.Scope} alone")
            .Concat(
                from requirement in Watched
                from region in regions
                where requirement.Value is null && !alarms.Any(alarm => alarm.Requirement == requirement.Key && alarm.Element.Scope == region)
                select $"{requirement.Key} is not watched in {region}");
    }

    private static IEnumerable<string> Unmeasured(SynthesizedStack stack) =>
        from alarm in DeployedAlarm.Of(stack)
        from metric in MetricsOf(alarm.Element)
        where ((string)metric["namespace"]!).StartsWith(DeployedAlarm.Own, StringComparison.Ordinal)
        let dimensions = string.Join(", ", (metric["dimensions"]?.AsObject() ?? []).Select(dimension => dimension.Key))
        where !MeasuredMetrics.All.Contains(($"{metric["metric_name"]}", dimensions))
        select $"{alarm.Name}: nobody measures {metric["metric_name"]} by ({dimensions})";

    private static IEnumerable<string> Refused(SynthesizedStack stack) =>
        from alarm in DeployedAlarm.Of(stack)
        let days = alarm.PeriodSeconds >= 3600 ? 7 : 1
        from fault in new (bool IsSo, string Text)[]
        {
            (alarm.PeriodSeconds % 60 != 0, $"has a period of {alarm.PeriodSeconds} s"),
            (alarm.Needed > alarm.Periods, $"wants {alarm.Needed} of {alarm.Periods}"),
            (alarm.PeriodSeconds * alarm.Periods > days * 24 * 60 * 60, $"looks back more than {days} days"),
            (alarm.Metrics.Count > 10, "has more than ten metrics"),
            (!AreWellAsked(alarm.Element.Body["metric_query"]?.AsArray(), alarm.PeriodSeconds), "asks for metrics in several periods, or for several results, or for none"),
            (alarm.Missing == "breaching" && alarm.Metrics.Values.Any(metric => metric.Series.Namespace == "AWS/DynamoDB"), "takes silence for bad, which alarms on DynamoDB never do"),
        }
        where fault.IsSo
        select $"{alarm.Name} {fault.Text}";

    /// <summary>Each by an id of its own, all in the alarm's period; and the expression alone is the result.</summary>
    private static bool AreWellAsked(JsonArray? queries, int seconds) => queries is null || (
        queries.All(query => QueryId().IsMatch((string?)query!["id"] ?? ""))
        && queries.Select(query => (string?)query!["id"]).Distinct().Count() == queries.Count
        && queries.All(query => (bool?)query!["return_data"] == (query["metric"] is null))
        && queries.All(query => query!["metric"] is null || (int?)query["metric"]!["period"] == seconds)
        && queries.Count(query => query!["metric"] is null) == 1);

    private static bool IsNamed(DeployedAlarm alarm, string beginning) => alarm.Name.StartsWith(beginning, StringComparison.Ordinal);

    private static IEnumerable<JsonObject> MetricsOf(Element alarm) => alarm.Body["metric_query"] is JsonArray queries
        ? queries.Select(query => query!["metric"]).OfType<JsonObject>()
        : [alarm.Body];

    private static KeyValuePair<string, JsonNode?> Find(JsonObject file, string name) =>
        file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject().Single(alarm => (string?)alarm.Value!["alarm_name"] == name);

    private static SynthesizedStack Broken(string name, Action<JsonObject> change) => SynthesizedStack.Default.Broken(file => change(Find(file, name).Value!.AsObject()));

    /// <summary>A sentence, and when to act.</summary>
    [GeneratedRegex(@"^[A-Z].{20,}\. Act (now|on the next working day): ")]
    private static partial Regex Meaning();

    [GeneratedRegex("^[a-z][a-zA-Z0-9_]*$")]
    private static partial Regex QueryId();

    [GeneratedRegex(@"^\$\{([\w-]+\.[\w-]+)\.[\w.]+\}$")]
    private static partial Regex Reference();
}
