using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Tests.Automation;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Functions;

/// <summary>The function and the document together: each drill runs as it is deployed, and ends with its switch at 0, however it went.</summary>
[TestFixture]
public sealed class DrillTests
{
    private DrillGround _ground = null!;

    [SetUp]
    public async Task CreateGround() => _ground = await DrillGround.CreateAsync();

    [TearDown]
    public async Task RemoveGround()
    {
        Assert.That(_ground.Published.Select(each => (each.Space, each.Name)).Distinct(), Is.SubsetOf(new[] { ("PaymentDr/dev/drill", "switch-drill-dev") }), "nothing else is moved");
        await _ground.DisposeAsync();
    }

    [Test]
    public async Task A_drill_that_shows_what_it_should_succeeds_and_leaves_evidence()
    {
        var (end, evidence) = await RunAsync();

        Assert.That(end.Status, Is.EqualTo("Success"), evidence.ToJsonString());
        Assert.That(end.Trail, Is.EqualTo(new[] { "Prepare", "LeadAway", "AwaitAway", "Pay", "LeadHome", "AwaitHome", "Report", "Judge" }));
        Assert.That(_ground.Published.Select(each => each.Value), Is.EqualTo(new[] { 1, 0, 0 }), "once more when the minute of the 1 is over");
        Assert.That(_ground.Told, Is.Empty);
        Assert.That((bool)evidence["passed"]!, Is.True);
        Assert.That(((int)evidence["version"]!, (string)evidence["drill"]!, (string)evidence["startedBy"]!, (int)evidence["epoch"]!), Is.EqualTo((1, "execution-1", "somebody", 0)));
        Assert.That(evidence["home"]!.ToJsonString(), Is.EqualTo("""{"region":"us-east-1","build":"build-home"}"""));
        Assert.That(evidence["away"]!.ToJsonString(), Is.EqualTo("""{"region":"us-west-2","build":"build-away"}"""));
        Assert.That(evidence["looks"]!.AsArray(), Has.Count.EqualTo(6));
        Assert.That(evidence["payments"]!.AsArray().Select(payment => ((string)payment!["durability"]!, (string)payment["state"]!)), Is.EqualTo(Enumerable.Repeat(("BOTH", "settled"), 3)));
        Assert.That((double)evidence["recoverySeconds"]!, Is.LessThan(180));
    }

    [Test]
    public async Task Its_numbers_are_measured()
    {
        var function = _ground.Function();
        await RunAsync(function);

        Assert.That(function.Metric("DrillPassed"), Is.EqualTo(1));
        Assert.That(function.Metric("DrillRecoverySeconds"), Is.Not.Null);
        Assert.That(function.Metric("DrillReturnSeconds"), Is.Not.Null);
    }

    /// <summary>The name that never leaves the primary: whatever the reason, that is what a drill is there to find.</summary>
    [Test]
    public async Task A_name_that_does_not_move_fails_the_drill_loudly()
    {
        _ground.LeadsTo = _ => TwoRegions.Primary;
        var function = _ground.Function();

        var (end, evidence) = await RunAsync(function);

        Assert.That(end.Status, Is.EqualTo("Failed"));
        Assert.That(end.Trail, Is.EqualTo(new[] { "Prepare", "LeadAway", "AwaitAway", "LeadHome", "AwaitHome", "Report", "Judge" }));
        Assert.That(Failures(evidence), Has.Some.Contains("not seen to lead to us-west-2"));
        Assert.That(evidence["looks"]!.AsArray().Select(look => (string)look!["region"]!), Has.Exactly(51).EqualTo("us-east-1").Or.Exactly(52).EqualTo("us-east-1"));
        Assert.That(_ground.Switch, Is.Zero);
        Assert.That(_ground.Told.Single(), Does.Contain("not seen to lead to us-west-2").And.Contain("drills/"));
        Assert.That(function.Metric("DrillPassed"), Is.Zero);
    }

    [TestCase(34, false)]
    [TestCase(37, true)]
    public async Task A_name_that_moves_later_than_the_objective_fails_the_drill_and_is_measured(int looks, bool fails)
    {
        var asked = 0;
        _ground.LeadsTo = value => value == 1 && ++asked > looks ? TwoRegions.Secondary : TwoRegions.Primary;

        var (end, evidence) = await RunAsync();

        Assert.That(end.Status, Is.EqualTo(fails ? "Failed" : "Success"), evidence.ToJsonString());
        Assert.That((double)evidence["recoverySeconds"]!, Is.EqualTo(looks * 5).Within(4));
        Assert.That(Failures(evidence).Any(failure => failure.Contains("the objective is 180 s", StringComparison.Ordinal)), Is.EqualTo(fails));
        Assert.That(end.Trail, Does.Contain("Pay"), "the rest is shown all the same");
    }

    [Test]
    public async Task Servers_that_do_not_agree_yet_are_not_taken_for_a_move()
    {
        var asked = 0;
        _ground.LeadsTo = value => value == 1 && ++asked is 2 or 3 or > 5 ? TwoRegions.Secondary : TwoRegions.Primary;

        var (_, evidence) = await RunAsync();

        Assert.That((double)evidence["recoverySeconds"]!, Is.EqualTo(25).Within(4), "the first of three in a row");
    }

    [Test]
    public async Task A_name_that_does_not_come_home_fails_the_drill()
    {
        var hasLeft = false;
        _ground.LeadsTo = value => (hasLeft |= value == 1) ? TwoRegions.Secondary : TwoRegions.Primary;

        var (end, evidence) = await RunAsync();

        Assert.That(end.Status, Is.EqualTo("Failed"));
        Assert.That(Failures(evidence), Has.Some.Contains("not seen to lead to us-east-1 again"));
        Assert.That(_ground.Switch, Is.Zero);
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public async Task Payments_that_are_not_taken_or_not_settled_fail_the_drill(bool takes, bool settles)
    {
        (_ground.TakesPayments, _ground.Settles) = (takes, settles);

        var (end, evidence) = await RunAsync();

        Assert.That(end.Status, Is.EqualTo("Failed"));
        Assert.That(Failures(evidence), Is.EqualTo(new[] { "0 of 3 payments are known to be settled" }));
        Assert.That(evidence["payments"]!.AsArray().Select(payment => (string?)payment!["state"]), Has.All.EqualTo(takes ? "accepted" : null));
        Assert.That(_ground.Switch, Is.Zero);
    }

    [Test]
    public async Task While_anything_is_lost_or_moves_no_drill_begins()
    {
        await _ground.Regions.Ledger(Site.Secondary).BeginAsync(new Epoch(1), default);
        await new PaymentDr.Functions.TrafficSwitch(_ground.Regions.Platform(Site.Secondary).Sightings).LeadAsync(true, DateTimeOffset.UtcNow, default);
        await _ground.RunAsync("failback");
        _ground.LeadsTo = _ => null;

        var (end, evidence) = await RunAsync();

        Assert.That(end.Trail, Is.EqualTo(new[] { "Prepare", "LeadHome", "AwaitHome", "Report", "Judge" }));
        Assert.That(end.Status, Is.EqualTo("Failed"));
        Assert.That(
            Failures(evidence).Single(),
            Does.Contain("the secondary reigns (epoch 1)").And.Contain("customers are led to the secondary").And.Contain("a failover or a failback runs").And.Contain("leads to nobody"));
        Assert.That(_ground.Published.Select(each => each.Value), Is.EqualTo(new[] { 0 }), "what an earlier drill may have left is taken back");
    }

    [Test]
    public async Task Two_drills_are_not_held_at_once()
    {
        var function = _ground.Function();
        await function.WithAsync(Step("prepare", "execution-1"));
        await function.WithAsync(Step("lead-away", "execution-1"));

        var (end, evidence) = await RunAsync(function, "execution-2");

        Assert.That(end.Status, Is.EqualTo("Failed"));
        Assert.That(Failures(evidence).Single(), Does.StartWith("another drill is held"));
        Assert.That(_ground.Switch, Is.EqualTo(1), "the other one is left alone");
        Assert.That(async () => await function.WithAsync(Step("await-away", "execution-1")), Throws.Nothing, "and goes on");
    }

    /// <summary>A drill that somebody has killed keeps others away for half an hour, and its name is brought home by the next.</summary>
    [Test]
    public async Task A_drill_that_broke_off_is_cleared_away()
    {
        var function = _ground.Function();
        await function.WithAsync(Step("prepare", "execution-1"));
        await function.WithAsync(Step("lead-away", "execution-1"));
        _ = _ground.Clock.CreateTimer(_ => { }, null, TimeSpan.FromMinutes(31), Timeout.InfiniteTimeSpan);

        Assert.That((await RunAsync(function, "execution-2")).End.Status, Is.EqualTo("Failed"), "its name is away");
        Assert.That((await RunAsync(function, "execution-3")).End.Status, Is.EqualTo("Success"));
    }

    [TestCase("AwaitAway")]
    [TestCase("Pay")]
    public async Task Whoever_cancels_a_drill_leaves_its_switch_at_0(string at)
    {
        var (end, evidence) = await RunAsync(cancelledAt: at);

        Assert.That(end.Status, Is.EqualTo("Cancelled"));
        Assert.That(_ground.Switch, Is.Zero);
        Assert.That((bool)evidence["passed"]!, Is.False);
    }

    /// <summary>However Systems Manager takes a function's error: what has failed is not gone on with.</summary>
    [Test]
    public async Task After_a_failure_nothing_is_led_away()
    {
        var function = _ground.Function();
        await _ground.RunAsync("failover");
        Assert.That(async () => await function.WithAsync(Step("prepare")), Throws.TypeOf<PaymentDr.Functions.Drill.DrillRefusedException>());

        Assert.That(async () => await function.WithAsync(Step("lead-away")), Throws.TypeOf<PaymentDr.Functions.Drill.DrillRefusedException>().With.Message.Contains("has failed"));
        Assert.That(async () => await function.WithAsync(Step("lead-away", "execution-9")), Throws.TypeOf<PaymentDr.Functions.Drill.DrillRefusedException>().With.Message.Contains("was not prepared"));
        Assert.That(_ground.Published, Is.Empty);
    }

    [Test]
    public void The_primary_holds_no_drill() =>
        Assert.That(async () => await _ground.Function(Site.Primary).WithAsync(Step("prepare")), Throws.InvalidOperationException.With.Message.StartsWith("Only the secondary"));

    [TestCase("""{"step":"destroy","drill":"one"}""")]
    [TestCase("""{"step":"prepare"}""")]
    [TestCase("""{"step":"prepare","drill":"one","switch":"traffic"}""")]
    public void What_is_no_step_is_refused(string payload) =>
        Assert.That(async () => await _ground.Function().WithAsync(payload), Throws.InstanceOf<System.Text.Json.JsonException>());

    [Test]
    public async Task Only_a_drill_that_passed_is_remembered_as_the_last()
    {
        _ground.TakesPayments = false;
        await RunAsync();
        Assert.That(await PassedAsync(), Is.Null);

        _ground.TakesPayments = true;
        await RunAsync(_ground.Function(), "execution-2");
        Assert.That((await PassedAsync())!.Details["drill"], Is.EqualTo("execution-2"));
    }

    private async Task<Sighting?> PassedAsync() =>
        (await _ground.Regions.Platform(Site.Secondary).Sightings.ReadAsync(Site.Secondary, default)).FirstOrDefault(sighting => sighting.Name == "drill-passed");

    private static IEnumerable<string> Failures(JsonNode evidence) => evidence["failures"]!.AsArray().Select(failure => (string)failure!);

    private async Task<(AutomationEnd End, JsonNode Evidence)> RunAsync(Invoke? function = null, string execution = "execution-1", string? cancelledAt = null)
    {
        function ??= _ground.Function();
        var run = new AutomationRun(
            SynthesizedStack.Default.Documents().Single().Content(), execution, new Dictionary<string, string> { ["StartedBy"] = "somebody" }, (_, _, payload) => AskAsync(function, payload))
        {
            CancelledAt = cancelledAt,
        };
        var end = await run.RunAsync();
        return (end, await _ground.EvidenceAsync((string)end.Answers["Report"]["evidence"]!));
    }

    private static async Task<JsonNode> AskAsync(Invoke function, JsonNode payload)
    {
        try
        {
            return await function.WithAsync(payload);
        }
        catch (Exception failure)
        {
            throw new TaskFailure(failure.GetType().Name, failure.Message);
        }
    }

    private static string Step(string step, string drill = "execution-1") => new JsonObject { ["step"] = step, ["drill"] = drill }.ToJsonString();
}
