using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr.Tests.CrossRegion;

/// <summary>Two buses with their archives and the rules of a synthesized file that lead from one to the other.</summary>
internal sealed class TwoBuses
{
    /// <summary>One that goes round and round.</summary>
    private const int TooOften = 20;

    private readonly IReadOnlyList<Rule> _rules;
    private readonly bool _regionIsKept;
    private readonly Dictionary<string, List<JsonObject>> _archives = [];

    /// <param name="rules">Those of both.</param>
    /// <param name="regionIsKept">Whether what is forwarded names the region that it was first put in, or the one that it comes to.</param>
    public TwoBuses(IReadOnlyList<Rule> rules, bool regionIsKept)
    {
        (_rules, _regionIsKept) = (rules, regionIsKept);
        Regions = [.. rules.Select(rule => rule.Region).Distinct()];
        foreach (var region in Regions)
        {
            _archives[region] = [];
        }
    }

    public IReadOnlyList<string> Regions { get; }

    /// <summary>Every time that an event came from one bus to the other.</summary>
    public List<JsonObject> Forwarded { get; } = [];

    public static IReadOnlyList<Rule> RulesOf(SynthesizedStack stack) =>
    [
        .. from target in stack.Elements
           where target.Type == "aws_cloudwatch_event_target" && target.Text("arn")!.StartsWith("${aws_cloudwatch_event_bus.", StringComparison.Ordinal)
           let rule = stack.Referenced(target.Text("rule")!)
           where stack.RegionOf(stack.Referenced(target.Text("arn")!)) != stack.RegionOf(target)
           select new Rule(stack.RegionOf(rule), rule.Scope == "primary" ? Site.Primary : Site.Secondary, EventPattern.Parse(rule.Text("event_pattern")!)),
    ];

    public string Other(string region) => Regions.Single(other => other != region);

    public IReadOnlyList<JsonObject> Archive(string region) => _archives[region];

    /// <summary>As EventBridge takes it: the region is the bus's to say.</summary>
    public void Put(string region, JsonObject entry)
    {
        entry["region"] = region;
        Deliver(region, entry);
    }

    /// <summary>Everything, to the bus that it was archived from.</summary>
    public void Replay(string region, string name)
    {
        foreach (var archived in _archives[region].ToArray())
        {
            var replayed = archived.DeepClone().AsObject();
            replayed["replay-name"] = name;
            Deliver(region, replayed);
        }
    }

    private void Deliver(string region, JsonObject delivered)
    {
        if (delivered["replay-name"] is null)
        {
            _archives[region].Add(delivered);
        }

        foreach (var _ in _rules.Where(rule => rule.Region == region && rule.Pattern.Matches(delivered)))
        {
            if (Forwarded.Count >= TooOften)
            {
                return;
            }

            var copy = delivered.DeepClone().AsObject();
            // A replay's name is not known to stay with what is forwarded: it must not be relied on there.
            copy.Remove("replay-name");
            if (!_regionIsKept)
            {
                copy["region"] = Other(region);
            }

            Forwarded.Add(copy);
            Deliver(Other(region), copy);
        }
    }

    /// <summary>Leads from the bus of a region to the other one.</summary>
    internal sealed record Rule(string Region, Site Site, EventPattern Pattern);
}
