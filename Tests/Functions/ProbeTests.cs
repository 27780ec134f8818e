using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Functions.Probe;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class ProbeTests
{
    private const string Key = "drills.s3cr3t-s3cr3t-s3cr3t";

    private readonly SetClock _clock = new(Payloads.Noon.AddMinutes(7).AddSeconds(3));
    private TwoRegions _regions = null!;
    private Gateway _primary = null!;
    private Gateway _secondary = null!;

    [SetUp]
    public async Task OpenDoors()
    {
        _clock.Now = Payloads.Noon.AddMinutes(7).AddSeconds(3);
        _regions = await TwoRegions.CreateAsync();
        _regions.Set("KEYS_PATH", $"/keys/{_regions.Table}");
        _regions.Set("SWITCH_METRIC", _regions.Table);
        _primary = new Gateway(_regions, Site.Primary);
        _secondary = new Gateway(_regions, Site.Secondary);
        await Task.WhenAll(CreateQueueAsync(Site.Primary), CreateQueueAsync(Site.Secondary));
    }

    [TearDown]
    public async Task CloseDoors()
    {
        await _primary.DisposeAsync();
        await _secondary.DisposeAsync();
    }

    [Test]
    public async Task What_the_secondary_sees_of_a_healthy_primary_is_kept()
    {
        var probe = await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health));

        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("True", "False", "build-1")));
        Assert.That((await FindAsync(Site.Secondary, "heartbeat"))!.At, Is.EqualTo(_clock.Now));
        Assert.That((probe.Metric("PeerHealthy"), probe.Metric("NamesLeadElsewhere"), probe.Metric("LookFailed")), Is.EqualTo((1, 0, (double?)null)));
    }

    [Test]
    public async Task The_primary_answers_as_long_as_it_is_found_under_a_name_of_customers()
    {
        await ProbeAsync(Site.Primary, Settings(TwoRegions.Nowhere, _primary.Health));
        Assert.That(await DoorsAsync(Site.Primary), Is.EqualTo(("True", "False", "")));

        await ProbeAsync(Site.Primary, Settings(_secondary.Health, _secondary.Health));
        Assert.That(await DoorsAsync(Site.Primary), Is.EqualTo(("False", "True", "build-1")));
    }

    [Test]
    public async Task A_primary_whose_name_leads_to_the_secondary_and_whose_doors_are_closed_is_lost()
    {
        await ProbeAsync(Site.Secondary, Settings(TwoRegions.Nowhere, _secondary.Health));

        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("False", "True", "")));
    }

    [Test]
    public async Task A_name_that_nobody_answers_is_no_second_witness()
    {
        await ProbeAsync(Site.Secondary, Settings(TwoRegions.Nowhere, TwoRegions.Nowhere));

        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("False", "False", "")));
    }

    [Test]
    public async Task A_region_with_one_door_open_is_not_lost()
    {
        var probe = await ProbeAsync(Site.Secondary, Settings([_primary.Health, TwoRegions.Nowhere], [_primary.Health, _secondary.Health]));

        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("True", "False", "build-1")));
        Assert.That(probe.Metric("PeerHealthy"), Is.Zero, "and is not healthy either");
    }

    [Test]
    public async Task A_no_op_arrives_in_the_queues_of_both_regions()
    {
        await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health));

        foreach (var site in Enum.GetValues<Site>())
        {
            Assert.That(await ReceiveAsync(site), Is.EqualTo(new[] { """{"noOp":{"at":"2026-11-21T12:07:03+00:00"}}""" }), site.ToString());
        }
    }

    [Test]
    public async Task How_old_the_other_region_s_heartbeat_is_here_is_measured()
    {
        Assert.That((await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health))).Metric("ReplicationHeartbeatSeconds"), Is.Null, "none has come");

        await _regions.Platform(Site.Secondary).Sightings.PutAsync(Site.Primary, new Sighting("heartbeat", _clock.Now.AddSeconds(-2.5)), default);

        Assert.That((await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health))).Metric("ReplicationHeartbeatSeconds"), Is.EqualTo(2.5));
    }

    [TestCase(null, 0)]
    [TestCase("False", 0)]
    [TestCase("True", 1)]
    public async Task The_switch_is_published_again_as_the_ledger_has_it(string? leadsToSecondary, double published)
    {
        if (leadsToSecondary is not null)
        {
            var moved = new Sighting(PaymentDr.Functions.TrafficSwitch.Sighting, _clock.Now, (PaymentDr.Functions.TrafficSwitch.LeadsToSecondary, leadsToSecondary));
            await _regions.Platform(Site.Secondary).Sightings.PutAsync(Site.Secondary, moved, default);
        }

        await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health));

        Assert.That(await PublishedAsync(Site.Secondary), Is.EqualTo(new[] { published }));
        Assert.That(await PublishedAsync(Site.Primary), Is.Empty);
    }

    [Test]
    public async Task The_primary_publishes_no_switch()
    {
        await ProbeAsync(Site.Primary, Settings(_secondary.Health, _primary.Health));

        Assert.That(await PublishedAsync(Site.Primary), Is.Empty);
        Assert.That(await PublishedAsync(Site.Secondary), Is.Empty);
    }

    [Test]
    public async Task A_synthetic_payment_is_taken_on_once_a_minute_and_proves_the_standby()
    {
        await PutKeyAsync(Key);
        var settings = Settings(_primary.Health, _primary.Health, synthetic: await SyntheticAsync(_secondary.Payments));

        var first = await ProbeAsync(Site.Secondary, settings);
        _clock.Now += TimeSpan.FromSeconds(40);
        await ProbeAsync(Site.Secondary, settings);
        _clock.Now += TimeSpan.FromSeconds(20);
        await ProbeAsync(Site.Secondary, settings);

        Assert.That(first.Metric("SyntheticPaymentTaken"), Is.EqualTo(1));
        Assert.That((await FindAsync(Site.Secondary, "synthetic-payment"))!.At, Is.EqualTo(_clock.Now));
        var (from, until) = (DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        var taken = await _regions.Ledger(Site.Secondary).AcceptedAsync(from, until, default);
        Assert.That(taken.Select(accepted => accepted.Payment.IdempotencyKey).Order(), Is.EqualTo(new[]
        {
            "probe-us-west-2-door-0-2026Y11M21D12h07m", "probe-us-west-2-door-0-2026Y11M21D12h08m",
        }));
    }

    [Test]
    public async Task A_synthetic_payment_that_is_not_taken_on_proves_nothing()
    {
        await PutKeyAsync("drills.another");

        var probe = await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health, synthetic: await SyntheticAsync(_secondary.Payments)));

        Assert.That(probe.Metric("SyntheticPaymentTaken"), Is.Zero);
        Assert.That(await FindAsync(Site.Secondary, "synthetic-payment"), Is.Null);
        Assert.That(probe.Log, Does.Not.Contain("s3cr3t"));
    }

    [Test]
    public async Task Each_door_is_paid_by_and_one_of_them_proves_the_region()
    {
        await PutKeyAsync(Key);

        var both = await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health, synthetic: await SyntheticAsync(_secondary.Payments, _secondary.Payments)));
        var taken = await _regions.Ledger(Site.Secondary).AcceptedAsync(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5), default);
        _clock.Now += TimeSpan.FromMinutes(1);
        var one = await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health, synthetic: ([TwoRegions.Nowhere, _secondary.Payments], _regions.Table)));

        Assert.That((both.Metric("SyntheticPaymentTaken"), taken.Count), Is.EqualTo((1, 2)), "two payments, not one twice");
        Assert.That(one.Metric("SyntheticPaymentTaken"), Is.Zero, "a door that takes nothing is told of");
        Assert.That((await FindAsync(Site.Secondary, "synthetic-payment"))!.At, Is.EqualTo(_clock.Now));
    }

    /// <summary>Else a failover to the same fault would be let through, because the two doors' builds never compare.</summary>
    [Test]
    public async Task The_build_is_the_first_door_s_and_no_other_s()
    {
        await ProbeAsync(Site.Secondary, Settings([TwoRegions.Nowhere, _primary.Health], [_primary.Health]));

        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("True", "False", "")));
        Assert.That(await FindAsync(Site.Secondary, "build#build-1"), Is.Null);
    }

    [Test]
    public async Task Since_when_a_build_serves_is_remembered_and_not_renewed()
    {
        var first = _clock.Now;
        await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health));
        _clock.Now += TimeSpan.FromHours(2);
        await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health));

        Assert.That((await FindAsync(Site.Secondary, "build#build-1"))!.At, Is.EqualTo(first));
    }

    [Test]
    public async Task Two_probes_that_fall_into_one_minute_are_both_kept()
    {
        // A schedule that is early or late around the turn of a minute would otherwise leave a gap that looks like silence.
        foreach (var at in new[] { "12:00:00.1", "12:00:59.9", "12:02:00.1" })
        {
            _clock.Now = DateTimeOffset.Parse($"2026-11-21T{at}Z", null);
            await ProbeAsync(Site.Secondary, Settings(TwoRegions.Nowhere, _secondary.Health));
        }

        Assert.That((await _regions.Platform(Site.Secondary).Sightings.ReadAsync(Site.Secondary, default)).Count(sighting => sighting.Name.StartsWith("probe#", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [TestCase("closed")]
    [TestCase("silent")]
    [TestCase("late")]
    [TestCase("endless")]
    [TestCase("redirect")]
    [TestCase("unavailable")]
    [TestCase("text")]
    [TestCase("null")]
    [TestCase("array")]
    [TestCase("another-object")]
    [TestCase("unknown-charset")]
    public async Task A_door_that_answers_anything_but_health_is_closed_and_keeps_no_other_look_from_being_taken(string fault)
    {
        await using var door = new LoopbackHttp((context, stop) => MisbehaveAsync(fault, context.Response, _primary.Health, stop));
        var health = fault == "closed" ? TwoRegions.Nowhere : door.Endpoint;
        using var doors = new Doors(TimeSpan.FromMilliseconds(500));
        var probe = new Invoke(OnDoors(doors, ProbeSettings.Parse(Settings([health], [_primary.Health]))).HandleAsync);

        await probe.WithAsync("{}");

        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("False", "False", "")));
        Assert.That(await FindAsync(Site.Secondary, "heartbeat"), Is.Not.Null);
        Assert.That(await PublishedAsync(Site.Secondary), Has.Length.EqualTo(1));
        Assert.That(await ReceiveAsync(Site.Primary), Has.Length.EqualTo(1));
        Assert.That(probe.Metric("LookFailed"), Is.Null, probe.Log);
    }

    [TestCase("closed")]
    [TestCase("silent")]
    [TestCase("redirect")]
    [TestCase("unavailable")]
    public async Task A_door_that_takes_no_payment_on_proves_nothing_and_keeps_no_other_look_from_being_taken(string fault)
    {
        await using var door = new LoopbackHttp((context, stop) => MisbehaveAsync(fault, context.Response, _primary.Health, stop));
        var settings = Settings([_primary.Health], [_primary.Health], await SyntheticAsync(fault == "closed" ? TwoRegions.Nowhere : door.Endpoint));
        using var doors = new Doors(TimeSpan.FromMilliseconds(500));
        var probe = new Invoke(OnDoors(doors, ProbeSettings.Parse(settings)).HandleAsync);

        await probe.WithAsync("{}");

        Assert.That(probe.Metric("SyntheticPaymentTaken"), Is.Zero);
        Assert.That(await FindAsync(Site.Secondary, "synthetic-payment"), Is.Null);
        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("True", "False", "build-1")));
    }

    [TestCase("SQS_US_EAST_1", "peer's queue")]
    [TestCase("SQS_US_WEST_2", "own queue")]
    [TestCase("MONITORING", "switch")]
    [TestCase("SECRETSMANAGER", "synthetic payment")]
    public async Task A_service_that_is_gone_takes_one_look_with_it(string service, string look)
    {
        await PutKeyAsync(Key);
        var settings = Settings(_primary.Health, _primary.Health, synthetic: await SyntheticAsync(_secondary.Payments));
        _regions.Set($"AWS_ENDPOINT_URL_{service}", TwoRegions.Nowhere);

        var probe = await ProbeAsync(Site.Secondary, settings);

        Assert.That(probe.Lines.Where(line => line["LookFailed"] is not null).Select(line => line["Look"]!.GetValue<string>()), Is.EqualTo(new[] { look }));
        Assert.That(await DoorsAsync(Site.Secondary), Is.EqualTo(("True", "False", "build-1")));
        Assert.That(await FindAsync(Site.Secondary, "heartbeat"), Is.Not.Null);
        _regions.Set($"AWS_ENDPOINT_URL_{service}", FunctionsSetup.Emulator.Endpoint);
        Assert.That(await ReceiveAsync(Site.Primary), Has.Length.EqualTo(look == "peer's queue" ? 0 : 1));
        Assert.That(await ReceiveAsync(Site.Secondary), Has.Length.EqualTo(look == "own queue" ? 0 : 1));
        Assert.That(await PublishedAsync(Site.Secondary), Has.Length.EqualTo(look == "switch" ? 0 : 1));
        Assert.That(await FindAsync(Site.Secondary, "synthetic-payment"), look == "synthetic payment" ? Is.Null : Is.Not.Null);
    }

    [Test]
    public async Task Without_a_ledger_no_ops_are_sent_all_the_same()
    {
        _regions.Set("AWS_ENDPOINT_URL_DYNAMODB", TwoRegions.Nowhere);

        var probe = await ProbeAsync(Site.Secondary, Settings(_primary.Health, _primary.Health));

        Assert.That(
            probe.Lines.Where(line => line["LookFailed"] is not null).Select(line => line["Look"]!.GetValue<string>()),
            Is.EquivalentTo(new[] { "doors", "heartbeat", "switch" }));
        Assert.That(await ReceiveAsync(Site.Primary), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task When_its_time_is_up_each_look_that_is_not_done_says_so()
    {
        using var late = new CancellationTokenSource();
        await late.CancelAsync();
        var probe = Function(Site.Secondary, Settings(_primary.Health, _primary.Health));

        await probe.WithAsync("{}", late.Token);

        Assert.That(probe.Lines.Count(line => line["LookFailed"] is not null), Is.EqualTo(5), probe.Log);
    }

    [TestCase("no json", "PROBE is not the JSON of a probe's settings")]
    [TestCase("null", "PROBE is null")]
    [TestCase("{}", "'peerHealth'")]
    [TestCase("""{"peerHealth":["https://a/health"],"customerHealth":["https://b/health"],"primaryRegion":"us-east-1","queueUrl":"q"}""", "'peerQueueUrl'")]
    [TestCase("""{"peerHelth":["https://a/health"]}""", "'peerHelth'")]
    [TestCase("""{"peerHealth":null,"customerHealth":["https://b/health"],"primaryRegion":"us-east-1","queueUrl":"q","peerQueueUrl":"q"}""", "peerHealth")]
    [TestCase("""{"peerHealth":[],"customerHealth":["https://b/health"],"primaryRegion":"us-east-1","queueUrl":"q","peerQueueUrl":"q"}""", "peerHealth names no door")]
    [TestCase("""{"peerHealth":["https://a/health"],"customerHealth":[],"primaryRegion":"us-east-1","queueUrl":"q","peerQueueUrl":"q"}""", "customerHealth names no door")]
    [TestCase("""{"peerHealth":["a/health"],"customerHealth":["https://b/health"],"primaryRegion":"us-east-1","queueUrl":"q","peerQueueUrl":"q"}""", "not an absolute URL")]
    [TestCase("""{"peerHealth":["https://a/health",null],"customerHealth":["https://b/health"],"primaryRegion":"us-east-1","queueUrl":"q","peerQueueUrl":"q"}""", "not an absolute URL")]
    [TestCase("""{"peerHealth":["https://a/health"],"customerHealth":["https://b/health"],"primaryRegion":"us-east-1","queueUrl":"q","peerQueueUrl":"q","syntheticPayments":["https://b/payments"]}""", "go together")]
    public void Settings_that_would_make_it_look_away_keep_it_from_starting(string settings, string message) =>
        Assert.That(() => Function(Site.Secondary, settings), Throws.TypeOf<VariableException>().With.Message.Contains(message));

    [Test]
    public void The_secondary_does_not_start_without_the_name_of_the_switch()
    {
        _regions.Set("SWITCH_METRIC", "");

        Assert.That(
            () => Function(Site.Secondary, Settings(_primary.Health, _primary.Health)),
            Throws.TypeOf<VariableException>().With.Message.EqualTo("SWITCH_METRIC is not set."));
    }

    private static async Task MisbehaveAsync(string fault, HttpListenerResponse response, string elsewhere, CancellationToken stop)
    {
        response.ContentType = fault == "unknown-charset" ? "application/json; charset=klingon" : "application/json";
        response.RedirectLocation = elsewhere;
        const string Health = """{"status":"ok","region":"us-east-1","site":"primary","build":"build-1"}""";
        switch (fault)
        {
            case "silent":
                await Task.Delay(Timeout.Infinite, stop);
                break;
            case "late":
                // The headers in time, and what follows too late.
                response.SendChunked = true;
                await response.OutputStream.WriteAsync("{"u8.ToArray(), stop);
                await response.OutputStream.FlushAsync(stop);
                await Task.Delay(Timeout.Infinite, stop);
                break;
            case "endless":
                response.SendChunked = true;
                while (true)
                {
                    await response.OutputStream.WriteAsync(new byte[100_000], stop);
                }

            default:
                var (status, body) = fault switch
                {
                    "redirect" => (302, ""),
                    "unavailable" => (503, Health),
                    "text" => (200, "<html>Welcome</html>"),
                    "null" => (200, "null"),
                    "array" => (200, "[]"),
                    "another-object" => (200, """{"message":"Welcome"}"""),
                    _ => (200, Health),
                };
                await LoopbackHttp.SendAsync(response, status, Encoding.UTF8.GetBytes(body));
                break;
        }
    }

    private async Task<Invoke> ProbeAsync(Site site, string settings)
    {
        var probe = Function(site, settings);
        await probe.WithAsync("{}");
        return probe;
    }

    private Invoke Function(Site site, string settings)
    {
        _regions.Set("PROBE", settings);
        return new Invoke(Catalog.Build("probe", _regions.Platform(site, _clock)));
    }

    /// <summary>With less patience than in life.</summary>
    private ProbeFunction OnDoors(Doors doors, ProbeSettings settings)
    {
        var platform = _regions.Platform(Site.Secondary, _clock);
        return new ProbeFunction(platform, settings, doors, platform.Sightings, [new Queue(platform.PeerRegion, settings.PeerQueueUrl)], _ => Task.FromResult<string?>(Key));
    }

    private string Settings(string peerHealth, string customerHealth, (string[] Payments, string Secret)? synthetic = null) =>
        Settings([peerHealth], [customerHealth], synthetic);

    private string Settings(string[] peerHealth, string[] customerHealth, (string[] Payments, string Secret)? synthetic = null)
    {
        var settings = new JsonObject
        {
            ["peerHealth"] = new JsonArray([.. peerHealth.Select(door => (JsonNode)door)]),
            ["customerHealth"] = new JsonArray([.. customerHealth.Select(door => (JsonNode)door)]),
            ["primaryRegion"] = TwoRegions.Primary,
            ["queueUrl"] = QueueUrl(Site.Secondary),
            ["peerQueueUrl"] = QueueUrl(Site.Primary),
        };
        if (synthetic is var (payments, secret))
        {
            settings["syntheticPayments"] = new JsonArray([.. payments.Select(door => (JsonNode)door)]);
            settings["syntheticKeySecret"] = secret;
        }

        return settings.ToJsonString();
    }

    private async Task<(string[] Payments, string Secret)> SyntheticAsync(params string[] payments)
    {
        var secrets = new JsonService(_regions.Region(Site.Secondary).Service("secretsmanager"), "secretsmanager", "1.1");
        await secrets.CallAsync(
            "CreateSecret",
            new() { ["Name"] = _regions.Table, ["SecretString"] = new JsonObject { ["username"] = "drills", ["password"] = Key }.ToJsonString() },
            default);
        return (payments, _regions.Table);
    }

    /// <summary>As the door of the secondary knows it.</summary>
    private Task PutKeyAsync(string key) => _regions.PutKeyAsync("drills", ApiKeys.HashOf(key), Site.Secondary);

    private Task CreateQueueAsync(Site site) => Sqs(site).CallAsync("CreateQueue", new() { ["QueueName"] = _regions.Table }, default);

    private string QueueUrl(Site site) =>
        Sqs(site).CallAsync("GetQueueUrl", new() { ["QueueName"] = _regions.Table }, default).GetAwaiter().GetResult()["QueueUrl"]!.GetValue<string>();

    private async Task<string[]> ReceiveAsync(Site site)
    {
        var answer = await Sqs(site).CallAsync("ReceiveMessage", new() { ["QueueUrl"] = QueueUrl(site), ["MaxNumberOfMessages"] = 10 }, default);
        return [.. (answer["Messages"] as JsonArray ?? []).Select(message => message!["Body"]!.GetValue<string>())];
    }

    private JsonService Sqs(Site site) => new(_regions.Region(site).Service("sqs"), "AmazonSQS", "1.0");

    /// <summary>In another protocol than the function's, so that a mistake of its own does not answer itself.</summary>
    private async Task<double[]> PublishedAsync(Site site)
    {
        var now = DateTimeOffset.UtcNow;
        var request = AwsRequest.Form(
            "GetMetricStatistics",
            "2010-08-01",
            ("Namespace", "PaymentDr"),
            ("MetricName", _regions.Table),
            ("StartTime", $"{now.AddMinutes(-10):O}"),
            ("EndTime", $"{now.AddMinutes(1):O}"),
            ("Period", "60"),
            ("Statistics.member.1", "Maximum"));
        var answer = XDocument.Load(new MemoryStream(await _regions.Region(site).Service("monitoring").CallAsync(request, default)));
        return [.. answer.Descendants().Where(element => element.Name.LocalName == "Maximum").Select(value => double.Parse(value.Value, CultureInfo.InvariantCulture))];
    }

    private async Task<Sighting?> FindAsync(Site site, string name) =>
        (await _regions.Platform(site).Sightings.ReadAsync(site, default)).FirstOrDefault(sighting => sighting.Name == name);

    private async Task<(string PrimaryAnswers, string NamesLeadElsewhere, string Build)> DoorsAsync(Site site)
    {
        var seen = (await _regions.Platform(site).Sightings.ReadAsync(site, default)).Single(sighting => sighting.Name.StartsWith("probe#", StringComparison.Ordinal));
        Assert.That(seen.At, Is.EqualTo(_clock.Now));
        return (seen.Details["primaryAnswers"], seen.Details["namesLeadElsewhere"], seen.Details["build"]);
    }
}
