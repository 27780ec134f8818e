using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>Decides in the secondary from what lies in its replica: what the primary wrote there is put there, as replication would.</summary>
[TestFixture]
public sealed class DecideTests
{
    private SetClock _clock = null!;
    private TwoRegions _regions = null!;
    private JsonService _states = null!;
    private string _machine = null!;

    [SetUp]
    public async Task CreateWorkflow()
    {
        // CloudWatch knows the time of the machine only.
        _clock = new SetClock(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        _regions = await TwoRegions.CreateAsync();
        _states = new JsonService(_regions.Region(Site.Secondary).Service("states"), "AWSStepFunctions", "1.0");
        _machine = $"arn:aws:states:{TwoRegions.Secondary}:123456789012:stateMachine:{_regions.Table}";
        await _states.CallAsync(
            "CreateStateMachine",
            new() { ["name"] = _regions.Table, ["definition"] = Definition("Wait"), ["roleArn"] = "arn:aws:iam::123456789012:role/failover" },
            default);
        _regions.Set("FAILOVER_WORKFLOW_ARN", _machine);
        await _states.CallAsync(
            "CreateStateMachine",
            new() { ["name"] = $"{_regions.Table}-back", ["definition"] = Definition("Wait"), ["roleArn"] = "arn:aws:iam::123456789012:role/failback" },
            default);
        _regions.Set("FAILBACK_WORKFLOW_ARN", $"{_machine}-back");
        _regions.Set("BOOKS_CLUSTER", _regions.Table);
    }

    [Test]
    public async Task A_healthy_primary_is_left_alone_and_the_log_has_a_metric_only()
    {
        await SeeHealthyAsync();

        var (decide, answer) = await DecideAsync();

        Assert.That(answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"healthy"}"""));
        var only = decide.Lines.Single();
        Assert.That((only["Verdict"]!.GetValue<double>(), only["Reason"]!.GetValue<string>(), only["message"]), Is.EqualTo((1, "healthy", (JsonNode?)null)));
        Assert.That(await NamesAsync(), Is.Empty);
        Assert.That(await EpochAsync(), Is.Zero);
    }

    [Test]
    public async Task A_primary_that_is_lost_for_three_minutes_ends_its_reign_and_starts_the_workflow()
    {
        await SeeLossAsync();

        var (decide, answer) = await DecideAsync();

        Assert.That(answer.ToJsonString(), Is.EqualTo("""{"course":"FailOver","reason":"primary-lost","execution":"failover-1-1"}"""));
        Assert.That(await EpochAsync(), Is.EqualTo(1));
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "failover-1-1" }));
        Assert.That(await InputAsync("failover-1-1"), Is.EqualTo("""{"epoch":1,"moveTraffic":true,"reason":"primary-lost"}"""));
        var verdict = decide.Lines.Single(line => line["message"] is not null);
        Assert.That(
            (verdict["message"]!.GetValue<string>(), verdict["course"]!.GetValue<string>(), verdict["reason"]!.GetValue<string>(), verdict["epoch"]!.GetValue<int>()),
            Is.EqualTo(("Verdict.", "FailOver", "primary-lost", 0)));
    }

    [Test]
    public async Task Two_minutes_of_loss_start_nothing()
    {
        await SeeLossAsync(minutes: 2);

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"not-long-enough"}"""));
        Assert.That(await EpochAsync(), Is.Zero);
    }

    [Test]
    public async Task While_it_runs_nothing_else_is_started()
    {
        await SeeLossAsync();
        await DecideAsync();

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"already-running"}"""));
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "failover-1-1" }));
        Assert.That(await EpochAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task While_everything_is_given_back_nothing_is_taken_over()
    {
        await SeeLossAsync();
        await _states.CallAsync("StartExecution", new() { ["stateMachineArn"] = $"{_machine}-back", ["name"] = "failback-1" }, default);

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"already-running"}"""));
        Assert.That(await EpochAsync(), Is.Zero);
    }

    [TestCase("fail-over", true)]
    [TestCase("move-writer-only", false)]
    public async Task People_are_obeyed_whatever_speaks_against_it(string order, bool movesTraffic)
    {
        await SeeHealthyAsync();

        var answer = await OrderAsync(order);

        Assert.That((string?)answer["execution"], Is.EqualTo("failover-1-1"));
        Assert.That(await InputAsync("failover-1-1"), Is.EqualTo($$"""{"epoch":1,"moveTraffic":{{(movesTraffic ? "true" : "false")}},"reason":"ordered"}"""));
        Assert.That((string?)(await OrderAsync(order))["reason"], Is.EqualTo("already-running"), "and nothing is done twice");
    }

    [Test]
    public async Task What_is_done_is_not_done_again_by_order()
    {
        await SeeHealthyAsync();
        await _regions.Ledger(Site.Secondary).BeginAsync(new Epoch(1), default);
        await SeeAsync(Site.Secondary, new Sighting(Reign.Sighting, _clock.Now, (Reign.Completed, "1")));

        Assert.That((string?)(await OrderAsync("move-writer-only"))["reason"], Is.EqualTo("already-moved"));
        Assert.That((string?)(await OrderAsync("fail-over"))["execution"], Is.EqualTo("failover-3-1"), "traffic has not moved");
    }

    [Test]
    public void An_order_that_nobody_knows_is_refused() =>
        Assert.That(() => OrderAsync("give-up"), Throws.InstanceOf<System.Text.Json.JsonException>());

    [Test]
    public async Task Of_several_that_decide_at_once_one_workflow_is_started()
    {
        await SeeLossAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DecideAsync()));

        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "failover-1-1" }));
        Assert.That(await EpochAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Whoever_finds_the_name_of_an_execution_taken_leaves_it_at_that()
    {
        // The list of executions may lack the latest ones.
        var workflow = new Workflow(_regions.Region(Site.Secondary), _machine);
        await workflow.StartAsync("failover-1-1", new JsonObject { ["reason"] = "first" }, default);
        await workflow.StartAsync("failover-1-1", new JsonObject { ["reason"] = "second" }, default);

        Assert.That(await InputAsync("failover-1-1"), Is.EqualTo("""{"reason":"first"}"""));
    }

    [TestCase(true, TestName = "A_crash_between_reign_and_workflow_is_made_up_for_a_minute_later")]
    [TestCase(false, TestName = "A_workflow_whose_start_nobody_heard_of_is_not_started_again")]
    public async Task A_crash_is_made_up_for(bool beforeTheStart)
    {
        await using var proxy = new AwsProxy();
        (beforeTheStart ? loses => proxy.LosesCall = loses : (Action<Func<string, bool>>)(loses => proxy.LosesAnswer = loses))(operation => operation == "StartExecution");
        _regions.Set("AWS_ENDPOINT_URL_STATES", proxy.Endpoint);
        await SeeLossAsync();
        Assert.That(DecideAsync, Throws.Exception);
        Assert.That((await EpochAsync(), (await NamesAsync()).Length), Is.EqualTo((1, beforeTheStart ? 0 : 1)));

        proxy.LosesCall = proxy.LosesAnswer = _ => false;
        await DecideAsync();

        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "failover-1-1" }));
        Assert.That(await EpochAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reign_that_nobody_carried_out_moves_the_books_though_the_primary_is_back()
    {
        await SeeHealthyAsync();
        await _regions.Ledger(Site.Secondary).BeginAsync(new Epoch(1), default);

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"MoveWriterOnly","reason":"reign-unfinished","execution":"failover-1-1"}"""));
        Assert.That(await InputAsync("failover-1-1"), Is.EqualTo("""{"epoch":1,"moveTraffic":false,"reason":"reign-unfinished"}"""));
    }

    [Test]
    public async Task A_workflow_that_failed_is_followed_by_another_attempt_until_one_succeeds()
    {
        await SeeLossAsync();
        await EndAtOnceAsync("Fail");
        await DecideAsync();
        await DecideAsync();
        await EndAtOnceAsync("Succeed");
        await DecideAsync();
        // The workflow's own last steps.
        await SeeAsync(Site.Secondary, new Sighting(PaymentDr.Functions.TrafficSwitch.Sighting, _clock.Now, (PaymentDr.Functions.TrafficSwitch.LeadsToSecondary, "true")));
        await SeeAsync(Site.Secondary, new Sighting(Reign.Sighting, _clock.Now, (Reign.Completed, "1")));

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"already-moved"}"""));
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "failover-1-1", "failover-1-2", "failover-1-3" }));
        Assert.That(await EpochAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task After_the_primary_has_reigned_again_the_next_loss_is_another_reign()
    {
        await EndAtOnceAsync("Succeed");
        await SeeLossAsync();
        await DecideAsync();
        await _regions.Ledger(Site.Secondary).BeginAsync(new Epoch(2), default);

        Assert.That((await DecideAsync()).Answer["execution"]!.GetValue<string>(), Is.EqualTo("failover-3-1"));
        Assert.That(await EpochAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_reign_that_was_completed_long_ago_is_not_begun_again()
    {
        await SeeHealthyAsync();
        await _regions.Ledger(Site.Secondary).BeginAsync(new Epoch(1), default);
        await SeeAsync(Site.Secondary, new Sighting(Reign.Sighting, _clock.Now.AddDays(-100), (Reign.Completed, "1")));

        Assert.That((await DecideAsync()).Answer["course"]!.GetValue<string>(), Is.EqualTo("Stay"), "no run of it is listed any more");
        Assert.That(await NamesAsync(), Is.Empty);
    }

    [Test]
    public async Task What_somebody_else_puts_among_the_sightings_hides_none()
    {
        await SeeLossAsync();
        using var dynamo = _regions.Region(Site.Secondary).DynamoDb(TimeSpan.FromSeconds(5));
        await dynamo.PutItemAsync(_regions.Table, new()
        {
            [LedgerSchema.PartitionKey] = new(LedgerSchema.Sightings(Site.Secondary)),
            [LedgerSchema.SortKey] = new("foreign"),
        });

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo("primary-lost"));
    }

    [Test]
    public async Task The_tenth_reign_is_not_taken_for_the_first()
    {
        await EndAtOnceAsync("Fail");
        await SeeLossAsync();
        await _regions.Ledger(Site.Secondary).BeginAsync(new Epoch(11), default);
        await DecideAsync();
        await _regions.Ledger(Site.Secondary).BeginAsync(new Epoch(111), default);

        Assert.That((await DecideAsync()).Answer["execution"]!.GetValue<string>(), Is.EqualTo("failover-111-1"));
    }

    [Test]
    public async Task The_same_build_that_does_not_pay_here_either_does_not_move()
    {
        await SeeLossAsync(primaryBuild: "build-1", pays: false);

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"same-fault-both-sides"}"""));
        Assert.That((await NamesAsync(), await EpochAsync()), Is.EqualTo((Array.Empty<string>(), 0)));
    }

    [TestCase(Site.Primary, 61, "primary-lost")]
    [TestCase(Site.Secondary, 61, "primary-lost")]
    [TestCase(Site.Secondary, 59, "same-fault-both-sides")]
    public async Task The_same_build_moves_when_either_site_has_seen_it_serve_for_an_hour(Site seenBy, int minutes, string reason)
    {
        await SeeLossAsync(primaryBuild: "build-1");
        await SeeAsync(seenBy, new Sighting("build#build-1", _clock.Now.AddMinutes(-minutes)));

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo(reason));
    }

    [Test]
    public async Task Another_build_that_does_not_pay_does_not_move()
    {
        await SeeLossAsync(pays: false);

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"Stay","reason":"standby-not-ready"}"""));
    }

    [Test]
    public async Task A_writer_that_settles_nothing_is_moved_without_traffic()
    {
        await SeeHealthyAsync(settledFor: TimeSpan.FromMinutes(12), writerAnswers: false);

        Assert.That((await DecideAsync()).Answer.ToJsonString(), Is.EqualTo("""{"course":"MoveWriterOnly","reason":"writer-stuck","execution":"failover-1-1"}"""));
        Assert.That(await InputAsync("failover-1-1"), Is.EqualTo("""{"epoch":1,"moveTraffic":false,"reason":"writer-stuck"}"""));
    }

    [TestCase(12, true)]
    [TestCase(10, false)]
    public async Task A_writer_that_answers_or_settled_lately_is_left_alone(int settledMinutesAgo, bool writerAnswers)
    {
        await SeeHealthyAsync(TimeSpan.FromMinutes(settledMinutesAgo), writerAnswers);

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo("healthy"));
    }

    [TestCase("True", "False", 12, "books-elsewhere")]
    [TestCase("True", "True", 12, "already-moved")]
    [TestCase("False", "False", 12, "already-moved")]
    [TestCase("True", "False", 10, "already-moved")]
    public async Task Books_that_follow_where_their_site_reigns_are_fetched_back(string ready, string writer, int settledMinutesAgo, string reason)
    {
        await SeeHealthyAsync();
        await _regions.Platform(Site.Secondary).Ledger.BeginAsync(new Epoch(1), default);
        await SeeAsync(Site.Secondary, new Sighting("reign", _clock.Now, ("completed", "1")));
        await SeeAsync(Site.Secondary, new Sighting("switch", _clock.Now, ("leadsToSecondary", "True")));
        await SeeAsync(Site.Secondary, new Sighting("certificate", _clock.Now, ("settledThrough", LedgerItems.Time(_clock.Now.AddMinutes(-settledMinutesAgo)))));
        await SeeAsync(Site.Secondary, new Sighting("no-op", _clock.Now.AddSeconds(-10), ("ready", ready), ("writer", writer)));

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo(reason));
    }

    [Test]
    public async Task A_no_op_of_long_ago_is_no_answer_of_the_writer()
    {
        await SeeHealthyAsync(TimeSpan.FromMinutes(12));
        await SeeAsync(Site.Primary, new Sighting("no-op", _clock.Now.AddMinutes(-4), ("writer", "True")));

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo("writer-stuck"));
    }

    [Test]
    public async Task A_probe_that_has_stopped_moves_nothing()
    {
        await SeeLossAsync();
        _clock.Now += TimeSpan.FromMinutes(2);

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo("probe-silent"));
    }

    [TestCase("false", 61_000, "own", "lag-too-high")]
    [TestCase("false", 59_000, "own", "primary-lost")]
    [TestCase("false", 61_000, "another", "primary-lost")]
    [TestCase("true", 61_000, "own", "primary-lost")]
    [TestCase("", 61_000, "own", "primary-lost")]
    public async Task Books_that_were_far_behind_before_the_loss_hold_it_up_where_they_may(string allow, double milliseconds, string cluster, string reason)
    {
        _regions.Set("ALLOW_RELATIONAL_LOSS", allow);
        await SeeLossAsync();
        await PutLagAsync(cluster == "own" ? _regions.Table : cluster, milliseconds);

        Assert.That((await DecideAsync()).Answer["reason"]!.GetValue<string>(), Is.EqualTo(reason));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Metrics_that_do_not_come_keep_no_decision_from_being_taken(bool isSilent)
    {
        await using var silence = new LoopbackHttp((_, stop) => Task.Delay(Timeout.Infinite, stop));
        _regions.Set("AWS_ENDPOINT_URL_MONITORING", isSilent ? silence.Endpoint : TwoRegions.Nowhere);
        _regions.Set("ALLOW_RELATIONAL_LOSS", "false");
        await SeeLossAsync();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        Assert.That((await Function(Site.Secondary).WithAsync("{}", late.Token))["reason"]!.GetValue<string>(), Is.EqualTo("primary-lost"));
    }

    [Test]
    public async Task The_primary_decides_nothing()
    {
        await SeeLossAsync();

        Assert.That(
            async () => await Function(Site.Primary).WithAsync("{}"),
            Throws.InvalidOperationException.With.Message.StartsWith("Only the secondary decides"));
    }

    private Task SeeLossAsync(int minutes = 3, string primaryBuild = "build-0", bool pays = true) => SeeProbesAsync(
        [.. Enumerable.Range(0, 5).Select(minute => (minute - 4, minute <= 4 - minutes))], primaryBuild, pays);

    private async Task SeeHealthyAsync(TimeSpan? settledFor = null, bool writerAnswers = true)
    {
        await SeeProbesAsync([.. Enumerable.Range(0, 5).Select(minute => (minute - 4, true))], "build-0", pays: true);
        await SeeAsync(Site.Primary, new Sighting("certificate", _clock.Now, ("settledThrough", LedgerItems.Time(_clock.Now - (settledFor ?? TimeSpan.FromSeconds(30))))));
        await SeeAsync(Site.Primary, new Sighting("no-op", _clock.Now.AddSeconds(-10), ("ready", "True"), ("writer", writerAnswers.ToString())));
    }

    /// <summary>As the function probe keeps them; only a primary that answers tells its build.</summary>
    private async Task SeeProbesAsync((int Minute, bool IsHealthy)[] probes, string primaryBuild, bool pays)
    {
        foreach (var (minute, isHealthy) in probes)
        {
            var at = _clock.Now.AddMinutes(minute).AddSeconds(-5);
            await SeeAsync(Site.Secondary, new Sighting(
                $"probe#{at.Minute:00}", at, ("primaryAnswers", $"{isHealthy}"), ("namesLeadElsewhere", $"{!isHealthy}"), ("build", isHealthy ? primaryBuild : "")));
        }

        if (pays)
        {
            await SeeAsync(Site.Secondary, new Sighting("synthetic-payment", _clock.Now.AddSeconds(-20)));
        }
    }

    private Task SeeAsync(Site by, Sighting sighting) => _regions.Platform(Site.Secondary).Sightings.PutAsync(by, sighting, default);

    private Task<JsonNode> OrderAsync(string order) => Function(Site.Secondary).WithAsync(new JsonObject { ["order"] = order });

    private async Task<(Invoke Function, JsonNode Answer)> DecideAsync()
    {
        var decide = Function(Site.Secondary);
        return (decide, await decide.WithAsync("{}"));
    }

    private Invoke Function(Site site) => new(Catalog.Build("decide", _regions.Platform(site, _clock)));

    private async Task<int> EpochAsync() => (await _regions.Ledger(Site.Secondary).CurrentEpochAsync(default)).Number;

    private async Task<string[]> NamesAsync()
    {
        var answer = await _states.CallAsync("ListExecutions", new() { ["stateMachineArn"] = _machine }, default);
        return [.. answer["executions"]!.AsArray().Select(execution => execution!["name"]!.GetValue<string>()).Order()];
    }

    private async Task<string> InputAsync(string name)
    {
        var execution = $"{_machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}";
        return (await _states.CallAsync("DescribeExecution", new() { ["executionArn"] = execution }, default))["input"]!.GetValue<string>();
    }

    /// <summary>What is started from now on.</summary>
    private Task EndAtOnceAsync(string type) =>
        _states.CallAsync("UpdateStateMachine", new() { ["stateMachineArn"] = _machine, ["definition"] = Definition(type) }, default);

    private static string Definition(string type) => new JsonObject
    {
        ["StartAt"] = "only",
        ["States"] = new JsonObject { ["only"] = type == "Wait" ? new JsonObject { ["Type"] = type, ["Seconds"] = 60, ["End"] = true } : new JsonObject { ["Type"] = type } },
    }.ToJsonString();

    private Task PutLagAsync(string cluster, double milliseconds) => new JsonService(
        _regions.Region(Site.Secondary).Service("monitoring"), "GraniteServiceVersion20100801", "1.0").CallAsync(
        "PutMetricData",
        new()
        {
            ["Namespace"] = "AWS/RDS",
            ["MetricData"] = new JsonArray(new JsonObject
            {
                ["MetricName"] = "AuroraGlobalDBRPOLag",
                ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = "DBClusterIdentifier", ["Value"] = cluster }),
                ["Timestamp"] = _clock.Now.AddMinutes(-4).ToUnixTimeSeconds(),
                ["Value"] = milliseconds,
            }),
        },
        default);
}
