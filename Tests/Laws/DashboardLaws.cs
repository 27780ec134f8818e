using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Payments;
using PaymentDr.Tests.Dashboards;

namespace PaymentDr.Tests.Laws;

/// <summary>Each region has a dashboard, and each shows all of both: what is on one of them is there, and in the region that it says.</summary>
[TestFixture]
public sealed partial class DashboardLaws
{
    /// <summary>Of AWS: per dashboard, and per widget. What a line is computed from counts as well.</summary>
    private const int MostLines = 500;

    private const int MostLinesOfWidget = 100;

    private const int Columns = 24;

    private static readonly string[] Sections = ["Payments", "Doors", "Data", "Recovery", "Functions"];

    /// <summary>Dimensions that name no resource.</summary>
    private static readonly string[] Words = ["Reason", "ReceivingRegion", "RuleId", "Site", "Stage", "VaultRegion"];

    /// <summary>By the beginning of their paths, alarms that no dashboard shows, and why.</summary>
    private static readonly Dictionary<string, string> NotShown = new()
    {
        ["secondary/switch-"] = "what people and the workflow move; the dashboard shows where names lead",
    };

    [Test]
    public void Each_region_has_a_dashboard_and_both_show_the_same()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Lonely), Is.Empty);

        Assert.That(Lonely(SynthesizedStack.Default.Broken(file => Remove(file["resource"]!["aws_cloudwatch_dashboard"]!.AsObject()))), Has.One.Contains("1 dashboards"));
        Assert.That(Lonely(BrokenBody(body => Rows(body["widgets"]!.AsArray()[^1]!.AsObject()).RemoveAt(0))), Has.One.Contains("is on one dashboard only"));
    }

    [Test]
    public void Sections_are_in_their_order_and_show_both_regions()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(OneSided), Is.Empty);

        Assert.That(OneSided(BrokenBody(body => body["widgets"]!.AsArray().RemoveAt(5))), Has.One.Contains("the sections Doors, Data, Recovery, Functions"));
        Assert.That(OneSided(BrokenBody(body => Replace(body, "us-west-2", "us-east-1"))), Has.Some.Contains("shows us-east-1 only"));
    }

    [Test]
    public void Widgets_fill_the_grid_without_gap_or_overlap()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Untidy), Is.Empty);

        Assert.That(Untidy(Broken(widget => widget["width"] = 11)), Has.Some.Contains("nothing at"));
        Assert.That(Untidy(Broken(widget => widget["height"] = 7)), Has.Some.Contains("2 widgets at"));
        Assert.That(Untidy(Broken(widget => widget["x"] = 23)), Has.Some.Contains("outside"));
    }

    [Test]
    public void Bodies_are_what_CloudWatch_accepts_and_no_larger()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Refused), Is.Empty);

        Assert.That(Refused(Broken(widget => widget["properties"]!["view"] = "lines")), Has.One.Contains("view is"));
        Assert.That(Refused(Broken(widget => widget["properties"]!.AsObject().Remove("region"))), Has.One.Contains("no region"));
        Assert.That(Refused(Broken(widget => widget["properties"]!["metric"] = new JsonArray())), Has.One.Contains("metric is not known"));
        Assert.That(Refused(Broken(widget => Rows(widget)[0]!.AsArray().RemoveAt(0))), Has.One.Contains("is no namespace, name"));
        Assert.That(Refused(Broken(widget => Rows(widget).Add(Rows(widget)[0]!.DeepClone()))), Has.One.Contains("is there twice"));
        Assert.That(Refused(Broken(widget => Repeat(Rows(widget), MostLinesOfWidget))), Has.One.Contains("more than 100 lines"));
        Assert.That(Refused(BrokenBody(body => Repeat(body["widgets"]!.AsArray(), MostLines))), Has.One.Contains("more than 500 lines"));
    }

    [Test]
    public void A_line_reads_what_is_there_in_the_region_where_AWS_publishes_it()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Astray), Is.Empty);

        Assert.That(Astray(BrokenRow("AWS/Lambda", "Errors", row => row[^1]!["region"] = "eu-west-1")), Has.One.Contains("AWS/Lambda Errors of eu-west-1"));
        Assert.That(Astray(BrokenRow("AWS/S3", "ReplicationLatency", row => Swap(row, "SourceBucket", "DestinationBucket"))), Has.One.Contains("AWS/S3 ReplicationLatency"));
        Assert.That(Astray(BrokenRow("AWS/Route53", "HealthCheckStatus", row => row[^1]!["region"] = "us-west-2")), Has.One.Contains("is published in us-east-1"));
        Assert.That(Astray(BrokenRow("AWS/DynamoDB", "ReplicationLatency", row => Set(row, "ReceivingRegion", row[^1]!["region"]!.GetValue<string>()))), Has.One.Contains("to itself"));
        Assert.That(Astray(BrokenRow("AWS/SQS", "ApproximateAgeOfOldestMessage", row => Set(row, "QueueName", "queue-payments"))), Has.One.Contains("names nothing of the file"));
        Assert.That(Astray(BrokenRow("PaymentDr/dev", "Acknowledged", row => row[0] = "PaymentDr/prod")), Has.One.Contains("another environment"));
        Assert.That(Astray(SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_pipes_pipe"))), Is.Not.Empty.And.All.Contains("names nothing of the file"));
    }

    [Test]
    public void What_alarms_watch_is_shown_with_their_thresholds_and_nothing_else_is_called_one()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unseen), Is.Empty);
        Assert.That(NotShown.Keys.Where(path => !SynthesizedStack.Default.Elements.Any(element => element.Path.StartsWith(path, StringComparison.Ordinal))), Is.Empty);

        Assert.That(Unseen(BrokenAlarm("books-cpu", alarm => alarm["metric_name"] = "FreeableMemory")), Has.Some.Contains("books-cpu").And.Some.Contains("is on no dashboard"));
        Assert.That(Unseen(BrokenAlarm("books-cpu", alarm => alarm["threshold"] = 85.0)), Has.Some.Contains("no threshold of 85"));
        Assert.That(Unseen(BrokenAlarm("pipe-failed", alarm => alarm["metric_query"]![0]!["expression"] = "FILL(m0, 0)")), Has.Some.Contains("is on no dashboard"));
        Assert.That(Unseen(BrokenAlarm("outcome-unknown", alarm => alarm["period"] = 60)), Has.Some.Contains("sums of 60 s"));
        Assert.That(Unseen(SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_cloudwatch_metric_alarm"))), Is.Not.Empty.And.All.Contains("is no alarm's"));
    }

    [Test]
    public void Alarms_are_listed_where_they_are()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unlisted), Is.Empty);

        Assert.That(Unlisted(BrokenBody(body => Replace(body, "alarm-books-cpu-primary", "alarm-books-gpu-primary"))), Has.Exactly(2).Contains("books-"));
        Assert.That(Unlisted(BrokenBody(body => Replace(body, "arn:aws:cloudwatch:us-west-2:", "arn:aws:cloudwatch:us-east-1:"))), Has.Some.Contains("is not listed"));
    }

    [Test]
    public void Every_reason_of_the_decision_has_a_line()
    {
        var reasons = typeof(Verdict).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        var shown = DashboardBody.Of(SynthesizedStack.Default)[0].Widgets.SelectMany(widget => widget.Rows).Where(row => row.Expression is null && row.Name == "Verdict" && row.IsVisible);

        Assert.That(shown.Select(row => row.Dimensions["Reason"]), Is.EquivalentTo(reasons));
    }

    private static IEnumerable<string> Lonely(SynthesizedStack stack)
    {
        var dashboards = DashboardBody.Of(stack);
        if (!dashboards.Select(dashboard => dashboard.Element.Scope).Order(StringComparer.Ordinal).SequenceEqual(["primary", "secondary"]))
        {
            return [$"{dashboards.Count} dashboards"];
        }

        var shown = dashboards.Select(dashboard => dashboard.Widgets.SelectMany(widget => widget.Rows.Where(row => row.Expression is null).Select(row => row.Measure).Concat(widget.Alarms)).ToHashSet()).ToArray();
        return shown[0].Union(shown[1]).Where(each => !shown.All(one => one.Contains(each))).Select(each => $"{each} is on one dashboard only");
    }

    private static IEnumerable<string> OneSided(SynthesizedStack stack)
    {
        var regions = new[] { stack.RegionOf("primary"), stack.RegionOf("secondary") };
        return from dashboard in DashboardBody.Of(stack)
               let sections = dashboard.Sections().ToArray()
               from fault in sections.Select(section => section.Title).SequenceEqual(Sections)
                   ? from section in sections
                     let shown = section.Widgets.SelectMany(widget => widget.Rows).Select(row => row.Region).Distinct().ToArray()
                     where shown.Length > 0 && regions.Except(shown).Any()
                     select $"{section.Title} shows {string.Join(", ", shown)} only"
                   : [$"the sections {string.Join(", ", sections.Select(section => section.Title))}"]
               select $"{dashboard.Element}: {fault}";
    }

    private static IEnumerable<string> Untidy(SynthesizedStack stack) =>
        from dashboard in DashboardBody.Of(stack)
        let taken = (from widget in dashboard.Widgets
                     from x in Enumerable.Range(widget.X, widget.Width)
                     from y in Enumerable.Range(widget.Y, widget.Height)
                     select (x, y)).ToLookup(cell => cell)
        let outside = taken.Where(cell => cell.Key.x is < 0 or >= Columns).Select(cell => $"a widget outside at {cell.Key}")
        let all = from y in Enumerable.Range(0, dashboard.Widgets.Max(widget => widget.Y + widget.Height))
                  from x in Enumerable.Range(0, Columns)
                  let widgets = taken[(x, y)].Count()
                  where widgets != 1
                  select widgets == 0 ? $"nothing at {(x, y)}" : $"{widgets} widgets at {(x, y)}"
        from fault in outside.Concat(all)
        select $"{dashboard.Element}: {fault}";

    private static IEnumerable<string> Refused(SynthesizedStack stack) =>
        from dashboard in DashboardBody.Of(stack)
        from fault in BodySchema.Faults(JsonNode.Parse(dashboard.Element.Text("dashboard_body")!)!.AsObject())
            .Concat(dashboard.Widgets.Where(widget => widget.Rows.Count > MostLinesOfWidget).Select(widget => $"{widget.Title} has more than {MostLinesOfWidget} lines"))
            .Concat(dashboard.Widgets.Sum(widget => widget.Rows.Count) > MostLines ? [$"more than {MostLines} lines"] : [])
        select $"{dashboard.Element}: {fault}";

    private static IEnumerable<string> Astray(SynthesizedStack stack) =>
        from dashboard in DashboardBody.Of(stack)
        from widget in dashboard.Widgets
        from row in widget.Rows
        where row.Expression is null
        from fault in Astray(stack, row)
        select $"{dashboard.Element}, {widget.Title}: {row.Namespace} {row.Name} of {row.Region} {fault}";

    private static IEnumerable<string> Astray(SynthesizedStack stack, DashboardRow row)
    {
        var named = row.Dimensions.Where(dimension => !Words.Contains(dimension.Key)).ToDictionary(dimension => dimension.Key, dimension => Named(stack, dimension.Value));
        if (named.Where(dimension => dimension.Value is null).Select(dimension => dimension.Key).FirstOrDefault() is { } lost)
        {
            return [$"has a {lost} that names nothing of the file: {row.Dimensions[lost]}"];
        }

        var regions = new[] { stack.RegionOf("primary"), stack.RegionOf("secondary") };
        return row.Namespace switch
        {
            "AWS/Route53" => row.Region == "us-east-1" ? [] : ["is published in us-east-1"],
            "AWS/S3" => In(row.Name == "ReplicationLatency" ? "DestinationBucket" : "SourceBucket"),
            "AWS/DynamoDB" => !regions.Contains(row.Region) ? ["is in no region of ours"] : row.Dimensions.GetValueOrDefault("ReceivingRegion") == row.Region ? ["goes to itself"] : [],
            ['A', 'W', 'S', '/', ..] or "ECS/ContainerInsights" => named.Keys.SelectMany(In),
            _ => row.Namespace != $"PaymentDr/{SuffixOf(stack)}" ? ["is of another environment"] : regions.Contains(row.Region) ? [] : ["is in no region of ours"],
        };

        IEnumerable<string> In(string dimension) => stack.RegionOf(named[dimension]!) == row.Region ? [] : [$"is published in {stack.RegionOf(named[dimension]!)}"];
    }

    /// <summary>Null where it is not there.</summary>
    private static Element? Named(SynthesizedStack stack, string reference) =>
        Reference().Match(reference) is { Success: true } match ? stack.Elements.SingleOrDefault(element => element.Address == match.Groups[1].Value) : null;

    private static IEnumerable<string> Unseen(SynthesizedStack stack)
    {
        var graphs = DashboardBody.Of(stack).SelectMany(dashboard => dashboard.Widgets.Select(widget => (Dashboard: dashboard.Element, Widget: widget))).Where(each => each.Widget.IsGraph).ToArray();
        var alarms = stack.Elements.Where(element => element.Type == "aws_cloudwatch_metric_alarm" && !NotShown.Keys.Any(path => element.Path.StartsWith(path, StringComparison.Ordinal)))
            .Select(alarm => WatchedMeasure.Of(stack, alarm)).ToArray();
        var shown = alarms.ToDictionary(alarm => alarm, alarm => graphs.Where(graph => alarm.IsShownIn(graph.Widget)).ToArray());
        return
        [
            .. alarms.Where(alarm => shown[alarm].Select(graph => graph.Dashboard).Distinct().Count() < 2).Select(alarm => $"what {alarm.Alarm} watches is on no dashboard, or on one only"),
            .. from alarm in alarms
               from graph in shown[alarm]
               where !graph.Widget.Thresholds.Any(threshold => IsOf(threshold, alarm))
               select $"{graph.Dashboard}, {graph.Widget.Title}: no threshold of {alarm.Threshold} of {alarm.Alarm}",
            .. from alarm in alarms
               from graph in shown[alarm]
               where alarm.IsSum && alarm.Threshold > 1 && alarm.Period != graph.Widget.Period
               select $"{graph.Dashboard}, {graph.Widget.Title}: {alarm.Alarm} looks at sums of {alarm.Period} s",
            .. from graph in graphs
               from threshold in graph.Widget.Thresholds
               where !alarms.Any(alarm => shown[alarm].Contains(graph) && IsOf(threshold, alarm))
               select $"{graph.Dashboard}, {graph.Widget.Title}: {threshold.Label} at {threshold.Value} is no alarm's",
        ];
    }

    private static bool IsOf((string Label, double Value, string Color) threshold, WatchedMeasure alarm) =>
        threshold.Value.Equals(alarm.Threshold) && alarm.Alarm.Text("alarm_name")!.StartsWith($"alarm-{threshold.Label}-", StringComparison.Ordinal);

    private static IEnumerable<string> Unlisted(SynthesizedStack stack)
    {
        var there = stack.Elements.Where(element => element.Type == "aws_cloudwatch_metric_alarm" && element.Path.Split('/')[1] == "alarms")
            .Select(alarm => (stack.RegionOf(alarm), alarm.Text("alarm_name")!)).ToHashSet();
        return from dashboard in DashboardBody.Of(stack)
               let listed = dashboard.Widgets.SelectMany(widget => widget.Alarms).Select(arn => (arn.Split(':')[3], arn.Split(':')[^1])).ToHashSet()
               from fault in there.Except(listed).Select(alarm => $"{alarm} is not listed").Concat(listed.Except(there).Select(alarm => $"{alarm} is not there"))
               select $"{dashboard.Element}: {fault}";
    }

    private static string SuffixOf(SynthesizedStack stack) => stack.File["//"]!["metadata"]!["stackName"]!.GetValue<string>()[$"{Naming.Project}-".Length..];

    /// <summary>The first graph of the first dashboard.</summary>
    private static SynthesizedStack Broken(Action<JsonObject> change) =>
        BrokenBody(body => change(body["widgets"]!.AsArray().First(widget => widget!["properties"]!["view"]?.GetValue<string>() == "timeSeries")!.AsObject()));

    private static SynthesizedStack BrokenBody(Action<JsonObject> change) => SynthesizedStack.Default.Broken(file =>
    {
        var dashboard = file.Resource("aws_cloudwatch_dashboard", "primary");
        var body = JsonNode.Parse(dashboard["dashboard_body"]!.GetValue<string>())!.AsObject();
        change(body);
        dashboard["dashboard_body"] = body.ToJsonString();
    });

    /// <summary>The first of its name.</summary>
    private static SynthesizedStack BrokenRow(string space, string name, Action<JsonArray> change) => BrokenBody(body => change(body["widgets"]!.AsArray()
        .SelectMany(widget => widget!["properties"]!["metrics"]?.AsArray() ?? []).Select(row => row!.AsArray())
        .First(row => row.Count > 1 && (row[0]!.GetValue<string>(), row[1]!.GetValue<string>()) == (space, name))));

    private static SynthesizedStack BrokenAlarm(string id, Action<JsonObject> change) => SynthesizedStack.Default.Broken(file => change(
        file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject().First(alarm => alarm.Key.StartsWith($"primary_alarms_{id}_", StringComparison.Ordinal)).Value!.AsObject()));

    private static JsonArray Rows(JsonObject widget) => widget["properties"]!["metrics"]!.AsArray();

    private static void Remove(JsonObject map) => map.Remove(map.First().Key);

    private static void Replace(JsonObject body, string from, string to) =>
        body["widgets"] = JsonNode.Parse(body["widgets"]!.ToJsonString().Replace(from, to, StringComparison.Ordinal));

    private static void Repeat(JsonArray list, int times)
    {
        var last = list[^1]!;
        foreach (var _ in Enumerable.Range(0, times))
        {
            list.Add(last.DeepClone());
        }
    }

    private static void Set(JsonArray row, string dimension, string value) => row[IndexOf(row, dimension) + 1] = value;

    private static void Swap(JsonArray row, string one, string other)
    {
        var (first, second) = (row[IndexOf(row, one) + 1]!.GetValue<string>(), row[IndexOf(row, other) + 1]!.GetValue<string>());
        Set(row, one, second);
        Set(row, other, first);
    }

    private static int IndexOf(JsonArray row, string dimension) => row.Index().First(part => part.Item is JsonValue && part.Item.ToString() == dimension).Index;

    [GeneratedRegex(@"^\$\{([a-z]\w*\.[\w-]+)(?:\[\d+\])?\.")]
    private static partial Regex Reference();
}
