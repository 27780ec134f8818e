namespace PaymentDr;

/// <summary>A region as a dashboard shows it: what there is to see, and the alarms on it.</summary>
/// <param name="Shades">By which its lines are told from the other region's.</param>
public sealed record Side(Observed Seen, IReadOnlyList<AlarmRule> Rules, IReadOnlyList<string> Shades)
{
    public Region Region => Seen.Region;

    /// <param name="alarms">The ids of those that watch the same measure. One that this region does not have is left out.</param>
    public Line Line(string label, Measure measure, params string[] alarms) =>
        new(label, measure, [.. Rules.Where(rule => alarms.Contains(rule.Id) && (rule.Subject is null || rule.Subject == label))]);

    /// <summary>What an alarm watches, for each of its subjects. Nothing where the region does not have it.</summary>
    public IEnumerable<Line> Watched(string alarm) => Rules.Where(rule => rule.Id == alarm).Select(rule => new Line(rule.Subject ?? rule.Id, rule.Measure, [rule]));

    public IEnumerable<string> AlarmArns(Severity severity) => Rules.Where(rule => rule.Severity == severity)
        .Select(rule => $"arn:aws:cloudwatch:{Region.Code}:{Region.AccountId}:alarm:{Region.NameFor("alarm", rule.Name)}");
}
