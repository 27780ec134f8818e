using System.Diagnostics;
using System.Text.Json.Nodes;
using PaymentDr.Tests.Recovery.Exploration;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Recovery;

/// <summary>
/// The synthesized definitions and the real decision, in a world in which everything that may happen does, in every order. Time is not in it: what lasts is
/// what nothing changes by itself any more. A broken law is shown by the shortest way that leads there.
/// </summary>
[TestFixture]
public sealed class ExplorationTests
{
    private const int Most = 4_000_000;

    /// <summary>Enough for each mistake to show.</summary>
    private static readonly Budget Small = new(Events: 2, Faults: 1, Orders: 1);

    [TestCase(4, 1, 1)]
    [TestCase(3, 2, 1)]
    [TestCase(2, 1, 2)]
    public void Whatever_happens_payments_are_settled_in_the_end_or_people_can_have_it_so(byte events, byte faults, byte orders)
    {
        var clock = Stopwatch.StartNew();
        var (seen, found) = new RecoveryLaws(SynthesizedStack.Default).Explore(new(events, faults, orders), Most);

        Assert.That(found, Is.Null, found?.ToString());
        TestContext.Out.WriteLine(
            $"{events} losses and returns, {faults} faults, {orders} orders: {seen.Count} situations, {seen.Steps} steps, {seen.Rests.Count} ends, {clock.Elapsed.TotalSeconds:0.0} s");
    }

    [TestCase(Mistake.NoEpoch, "two sites settle in one reign")]
    [TestCase(Mistake.FireOnce, "nobody settles")]
    [TestCase(Mistake.BlindToBooks, "nobody settles")]
    [TestCase(Mistake.SameReign, "nobody settles", 4)]
    [TestCase(Mistake.SilentBooks, "it comes to no rest", 3)]
    public void A_mistake_of_the_programs_is_found(Mistake mistake, string law, byte events = 2) =>
        Finds(new RecoveryLaws(SynthesizedStack.Default, mistake), law, Small with { Events = events });

    [TestCase("failover-secondary", "RaiseBooks", "nobody settles")]
    public void A_state_that_is_left_out_is_found(string workflow, string state, string law) =>
        Finds(Broken(workflow, states => Lead(states, to: state, instead: (string)states[state]!["Next"]!)), law, Small);

    [TestCase("failover-secondary", "RaiseBooks", "CompleteReign", "nobody settles")]
    public void Two_states_that_are_swapped_are_found(string workflow, string first, string second, string law) => Finds(Broken(workflow, states => Swap(states, first, second)), law, Small);

    [TestCase("failover-secondary", "Promote")]
    [TestCase("failover-secondary", "GrowService")]
    [TestCase("failover-primary", "RaiseBooks")]
    [TestCase("failback-secondary", "SwitchOver")]
    public void A_failure_that_nobody_catches_is_found(string workflow, string state) =>
        Finds(Broken(workflow, states => states[state]!.AsObject().Remove("Catch")), $"a run ends in no state, at {state}", Small);

    private static void Finds(RecoveryLaws laws, string law, Budget budget)
    {
        var (_, found) = laws.Explore(budget, Most);

        Assert.That(found, Is.Not.Null);
        TestContext.Out.WriteLine(found);
        Assert.That(found.Law, Does.StartWith(law));
    }

    private static RecoveryLaws Broken(string workflow, Action<JsonObject> change) => new(SynthesizedStack.Default.BrokenStates(workflow, change));

    private static void Swap(JsonObject states, string first, string second)
    {
        var (one, other) = (states[first]!.DeepClone(), states[second]!.DeepClone());
        (one["Next"], other["Next"]) = ((string)other["Next"]!, (string)one["Next"]!);
        (states[first], states[second]) = (other, one);
        states[first]!["Next"] = second;
    }

    private static void Lead(JsonObject states, string to, string instead)
    {
        foreach (var rule in states.SelectMany(state => state.Value!.AsObject() is var body ? new JsonNode?[] { body }.Concat(Rules(body, "Choices")).Concat(Rules(body, "Catch")) : []))
        {
            foreach (var name in new[] { "Next", "Default" }.Where(name => (string?)rule![name] == to))
            {
                rule![name] = instead;
            }
        }
    }

    private static JsonArray Rules(JsonObject state, string name) => state[name] as JsonArray ?? [];
}
