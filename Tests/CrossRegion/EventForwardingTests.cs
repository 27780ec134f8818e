using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr.Tests.CrossRegion;

/// <summary>By the patterns of the synthesized file: what is forwarded, and that nothing is forwarded twice, whichever way it comes.</summary>
[TestFixture]
public sealed class EventForwardingTests
{
    private const int Events = 2000;

    private static readonly string?[] Sources = [EventSchema.Source, "payment-dr.payments.other", "acme.orders", null];

    private static readonly string?[] Types = [.. EventSchema.Critical, "PaymentDelayed", "settled", null];

    private static readonly string?[] SiteNames = [$"{Site.Primary}", $"{Site.Secondary}", "primary", "", null];

    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Way(string region)
    {
        var slice = SynthesizedStack.Default.Slice($"{region}/event-forwarding");
        foreach (var (address, element) in SynthesizedStack.Default.Slice($"{region}/event-admission"))
        {
            slice[address] = element!.DeepClone();
        }

        Snapshot.Verify(slice);
    }

    [Test]
    public void Every_critical_event_of_a_regions_own_is_forwarded_once_and_nothing_else_is([Values] bool regionIsKept)
    {
        foreach (var stack in SynthesizedStack.Variants)
        {
            Assert.That(Mistakes(stack, regionIsKept).Take(5), Is.Empty);
        }
    }

    [Test]
    public void What_is_told_again_from_either_archive_stays_where_it_is_told([Values] bool regionIsKept)
    {
        foreach (var stack in SynthesizedStack.Variants)
        {
            Assert.That(ReplaysForwarded(stack, regionIsKept), Is.Zero);
        }

        Assert.That(ReplaysForwarded(Without(pattern => pattern.Remove("replay-name")), regionIsKept), Is.Positive, "the test finds a pattern that lets them pass");
    }

    [Test]
    public void Each_of_two_guards_alone_keeps_an_event_from_going_back()
    {
        var bySite = Without(pattern => pattern.Remove("region"));
        var byRegion = Without(pattern => pattern.Remove("detail"));
        var byNeither = Without(pattern => pattern.Remove("region"), pattern => pattern.Remove("detail"));

        Assert.That((RoundTrips(bySite, true), RoundTrips(bySite, false), RoundTrips(byRegion, true)), Is.EqualTo((1, 1, 1)));
        Assert.That(RoundTrips(byNeither, true), Is.GreaterThan(10), "the test finds an event that goes round");
        Assert.That(RoundTrips(byRegion, false), Is.GreaterThan(10), "if a bus named its own region, the site alone would keep it");
    }

    [Test]
    public void Mistakes_of_a_pattern_are_found()
    {
        Assert.That(Mistakes(Without(pattern => pattern.Remove("source")), true), Is.Not.Empty);
        Assert.That(Mistakes(Without(pattern => pattern.Remove("detail-type")), true), Is.Not.Empty);
        Assert.That(Mistakes(Without(pattern => pattern["detail-type"] = new JsonArray(EventSchema.PaymentSettled)), true), Is.Not.Empty);
        Assert.That(Mistakes(Without(pattern => pattern["region"] = new JsonArray("eu-west-1")), true), Is.Not.Empty);
    }

    [Test]
    public void A_bus_admits_the_other_regions_rule_and_no_other()
    {
        var stack = SynthesizedStack.Default;
        foreach (var policy in stack.Elements.Where(element => element.Type == "aws_cloudwatch_event_bus_policy"))
        {
            var statement = stack.Referenced(policy.Text("policy")!).Body["statement"]!.AsArray().Single()!;
            var admitted = stack.Referenced(statement["condition"]!.AsArray().Single()!["values"]!.AsArray().Single()!.GetValue<string>());

            Assert.That(admitted.Type, Is.EqualTo("aws_cloudwatch_event_rule"));
            Assert.That(stack.RegionOf(admitted), Is.Not.EqualTo(stack.RegionOf(policy)));
            Assert.That(statement["resources"]!.AsArray().Single()!.GetValue<string>(), Does.StartWith("${aws_cloudwatch_event_bus." + policy.Scope));
        }
    }

    /// <summary>Whatever is put on either bus, by what ought to become of it.</summary>
    private static List<string> Mistakes(SynthesizedStack stack, bool regionIsKept)
    {
        var (random, mistakes, rules) = (new Random(7), new List<string>(), TwoBuses.RulesOf(stack));
        for (var number = 0; number < Events; number++)
        {
            var buses = new TwoBuses(rules, regionIsKept);
            var (region, site, _) = Pick(rules, random);
            var entry = Entry(random);
            var expected = IsCriticalOf(site, entry) ? 1 : 0;
            buses.Put(region, entry);
            buses.Replay(region, "replay-1");
            buses.Replay(buses.Other(region), "replay-2");

            if (buses.Forwarded.Count != expected || buses.Archive(buses.Other(region)).Count != expected || buses.Archive(region).Count != 1)
            {
                mistakes.Add($"{entry.ToJsonString()} put in {region} was forwarded {buses.Forwarded.Count} times");
            }
        }

        return mistakes;
    }

    private static int ReplaysForwarded(SynthesizedStack stack, bool regionIsKept)
    {
        var rules = TwoBuses.RulesOf(stack);
        var buses = new TwoBuses(rules, regionIsKept);
        foreach (var rule in rules)
        {
            buses.Put(rule.Region, Critical(rule.Site));
        }

        var once = buses.Forwarded.Count;
        foreach (var region in buses.Regions)
        {
            buses.Replay(region, "replay");
        }

        return buses.Forwarded.Count - once;
    }

    /// <summary>How often a critical event that was put once passed from one bus to the other.</summary>
    private static int RoundTrips(SynthesizedStack stack, bool regionIsKept)
    {
        var rules = TwoBuses.RulesOf(stack);
        var buses = new TwoBuses(rules, regionIsKept);
        buses.Put(rules[0].Region, Critical(rules[0].Site));
        return buses.Forwarded.Count;
    }

    private static bool IsCriticalOf(Site site, JsonObject entry) =>
        entry["source"]?.GetValue<string>() == EventSchema.Source
        && EventSchema.Critical.Contains(entry["detail-type"]?.GetValue<string>() ?? "")
        && entry["detail"]?[EventSchema.Site]?.GetValue<string>() == $"{site}";

    private static JsonObject Entry(Random random)
    {
        var entry = new JsonObject { ["detail"] = new JsonObject() };
        Set(entry, "source", Pick(Sources, random));
        Set(entry, "detail-type", Pick(Types, random));
        Set(entry["detail"]!.AsObject(), EventSchema.Site, Pick(SiteNames, random));
        return entry;
    }

    private static JsonObject Critical(Site site) => new()
    {
        ["source"] = EventSchema.Source,
        ["detail-type"] = EventSchema.PaymentSettled,
        ["detail"] = new JsonObject { [EventSchema.Site] = $"{site}" },
    };

    private static void Set(JsonObject target, string name, string? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static T Pick<T>(IReadOnlyList<T> choices, Random random) => choices[random.Next(choices.Count)];

    /// <summary>In the patterns of both regions.</summary>
    private static SynthesizedStack Without(params Action<JsonObject>[] changes) => SynthesizedStack.Default.Broken(file =>
    {
        foreach (var (_, rule) in file["resource"]!["aws_cloudwatch_event_rule"]!.AsObject().Where(rule => rule.Value!["event_pattern"] is not null))
        {
            var pattern = JsonNode.Parse(rule!["event_pattern"]!.GetValue<string>())!.AsObject();
            foreach (var change in changes)
            {
                change(pattern);
            }

            rule["event_pattern"] = pattern.ToJsonString();
        }
    });
}
