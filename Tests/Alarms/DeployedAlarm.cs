using System.Globalization;
using System.Text.Json.Nodes;
using PaymentDr.Tests.Recovery;

namespace PaymentDr.Tests.Alarms;

/// <summary>A series of measurements, by names without region and environment.</summary>
internal sealed record SeriesName(string Namespace, string Metric, string Of)
{
    public override string ToString() => $"{Namespace} {Metric}{(Of == "" ? "" : $" of {Of}")}";
}

/// <summary>An alarm of the synthesized file, read.</summary>
internal sealed record DeployedAlarm
{
    /// <summary>The namespace of what the platform itself measures, without what the environment is called.</summary>
    public const string Own = "PaymentDr";

    private DeployedAlarm(Element element, string region) => (Element, Region) = (element, region);

    public Element Element { get; }

    /// <summary>As AWS calls it.</summary>
    public string Region { get; }

    /// <summary>Without type, region and environment.</summary>
    public required string Name { get; init; }

    /// <summary>By the ids of the expression; one of id "m" where there is none.</summary>
    public required IReadOnlyDictionary<string, (SeriesName Series, string Statistic)> Metrics { get; init; }

    public required string Expression { get; init; }

    public required int PeriodSeconds { get; init; }

    public required int Periods { get; init; }

    public required int Needed { get; init; }

    public required string Operator { get; init; }

    public required double Threshold { get; init; }

    public required string Missing { get; init; }

    public string Severity => Tag("Severity");

    public string Requirement => Tag("Requirement");

    public string Runbook => Tag("Runbook");

    public bool IsPage => Severity == "Page";

    /// <summary>All that are for people: what Route 53 reads is a switch.</summary>
    public static IEnumerable<DeployedAlarm> Of(SynthesizedStack stack)
    {
        var things = stack.Elements.Select(stack.RegionOf).Distinct().ToDictionary(region => region, region => new Things(stack, region));
        return from element in stack.Elements
               where element.Type == "aws_cloudwatch_metric_alarm" && !IsSwitch(stack, element)
               let region = stack.RegionOf(element)
               select Read(element, region, things[region]);
    }

    public static bool IsSwitch(SynthesizedStack stack, Element alarm) =>
        stack.Elements.Any(check => check.Type == "aws_route53_health_check" && check.Text("cloudwatch_alarm_name")?.Contains($"{alarm.Address}.", StringComparison.Ordinal) is true);

    private static DeployedAlarm Read(Element element, string region, Things things)
    {
        var queries = element.Body["metric_query"]?.AsArray() ?? [];
        var metrics = queries.Where(query => query!["metric"] is not null).ToDictionary(query => (string)query!["id"]!, query => Metric(query!["metric"]!, "stat", things));
        return new(element, region)
        {
            Name = things.Of(element).Name["alarm-".Length..],
            Metrics = metrics.Count > 0 ? metrics : new Dictionary<string, (SeriesName, string)> { ["m"] = Metric(element.Body, element.Body["statistic"] is null ? "extended_statistic" : "statistic", things) },
            Expression = (string?)queries.SingleOrDefault(query => query!["metric"] is null)?["expression"] ?? "m",
            PeriodSeconds = (int)(queries.FirstOrDefault(query => query!["metric"] is not null)?["metric"]!["period"] ?? element.Body["period"])!,
            Periods = (int)element.Body["evaluation_periods"]!,
            Needed = (int)element.Body["datapoints_to_alarm"]!,
            Operator = element.Text("comparison_operator")!,
            Threshold = double.Parse($"{element.Body["threshold"]}", CultureInfo.InvariantCulture),
            Missing = element.Text("treat_missing_data")!,
        };
    }

    private static (SeriesName, string) Metric(JsonNode metric, string statistic, Things things)
    {
        var of = (metric["dimensions"]?.AsObject() ?? []).Select(dimension => ShortName((string)dimension.Value!, things));
        var space = (string)metric["namespace"]!;
        return (new(space.StartsWith(Own, StringComparison.Ordinal) ? Own : space, (string)metric["metric_name"]!, string.Join(", ", of)), (string)metric[statistic]!);
    }

    private static string ShortName(string value, Things things) => value.Contains("${", StringComparison.Ordinal) ? string.Join(' ', things.In(value).Select(thing => thing.Name).Distinct()) : value;

    private string Tag(string key) => (string?)Element.Body["tags"]?[key] ?? "";
}
