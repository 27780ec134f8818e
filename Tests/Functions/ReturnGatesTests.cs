using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>
/// What keeps the secondary from giving everything back, each alone. The books are at home already, as after a return that broke off: how far they may be
/// behind, the emulator's tests show.
/// </summary>
[TestFixture]
public sealed class ReturnGatesTests
{
    private TwoBooks _two = null!;
    private JsonService _states = null!;

    [OneTimeSetUp]
    public async Task CreateBooks()
    {
        _two = await TwoBooks.CreateAsync();
        _states = new JsonService(_two.Regions.Region(Site.Secondary).Service("states"), "AWSStepFunctions", "1.0");
        foreach (var workflow in new[] { "FAILOVER", "FAILBACK" })
        {
            var machine = await _states.CallAsync(
                "CreateStateMachine",
                new()
                {
                    ["name"] = $"{_two.Regions.Table}-{workflow}",
                    ["definition"] = """{"StartAt":"only","States":{"only":{"Type":"Wait","Seconds":60,"End":true}}}""",
                    ["roleArn"] = "arn:aws:iam::123456789012:role/recovery",
                },
                default);
            _two.Regions.Set($"{workflow}_WORKFLOW_ARN", (string)machine["stateMachineArn"]!);
        }

        foreach (var name in new[] { "RECOVERY_ROLE_ARN", "PEER_RECOVER_FUNCTION", "PEER_RECONCILE_FUNCTION", "PEER_BOOKS_CLUSTER" })
        {
            _two.Regions.Set(name, "unused");
        }

        _two.Regions.Set("DOORS", """{"doors":["https://primary.api.payments.invalid"],"keySecret":"unused"}""");
        await _two.Regions.Ledger(Site.Secondary).BeginAsync(new Epoch(1), default);
    }

    [OneTimeTearDown]
    public async Task RemoveBooks()
    {
        if (_two is not null)
        {
            await _two.DisposeAsync();
        }
    }

    [SetUp]
    public async Task SeeThatEverythingIsReady()
    {
        foreach (var minute in Enumerable.Range(0, 5))
        {
            await SeeAsync(Site.Secondary, $"probe#{minute}", secondsAgo: 10 + (60 * minute), ("primaryAnswers", "True"));
        }

        await SeeAsync(Site.Secondary, "reign", secondsAgo: 600, ("completed", "1"));
        await SeeAsync(Site.Primary, "heartbeat", secondsAgo: 10);
        await SeeAsync(Site.Primary, "no-op", secondsAgo: 10, ("ready", "True"));
    }

    [Test]
    public async Task When_everything_is_ready_it_may_return()
    {
        var answer = await JudgeAsync();

        Assert.That(answer["refusals"]!.AsArray(), Is.Empty);
        Assert.That(((bool)answer["isReady"]!, (string)answer["writer"]!), Is.EqualTo((true, "Primary")));
    }

    [TestCase(Site.Secondary, "reign", 600, "completed", "0", "the failover of epoch 1 is not completed")]
    [TestCase(Site.Secondary, "probe#2", 130, "primaryAnswers", "False", "have not answered every look of the last 5 minutes (4 of 5)")]
    [TestCase(Site.Primary, "heartbeat", 200, "", "", "no heartbeat")]
    [TestCase(Site.Primary, "no-op", 10, "ready", "False", "have not answered a no-op")]
    [TestCase(Site.Primary, "no-op", 200, "ready", "True", "have not answered a no-op")]
    public async Task Each_of_them_is_needed(Site by, string name, int secondsAgo, string detail, string value, string refusal)
    {
        await SeeAsync(by, name, secondsAgo, detail == "" ? [] : [(detail, value)]);

        var answer = await JudgeAsync();

        Assert.That((bool)answer["isReady"]!, Is.False);
        Assert.That((string)answer["refusals"]!.AsArray().Single()!, Does.Contain(refusal));
    }

    [Test]
    public async Task Nobody_returns_while_another_workflow_moves_the_same_books()
    {
        foreach (var workflow in new[] { "FAILOVER", "FAILBACK" })
        {
            await _states.CallAsync(
                "StartExecution",
                new() { ["stateMachineArn"] = $"arn:aws:states:{TwoRegions.Secondary}:123456789012:stateMachine:{_two.Regions.Table}-{workflow}", ["name"] = $"{workflow}-1" },
                default);
        }

        var refusals = (await JudgeAsync("FAILBACK-1"))["refusals"]!.AsArray().Select(refusal => (string)refusal!).ToArray();
        foreach (var workflow in new[] { "FAILOVER", "FAILBACK" })
        {
            await _states.CallAsync(
                "StopExecution", new() { ["executionArn"] = $"arn:aws:states:{TwoRegions.Secondary}:123456789012:execution:{_two.Regions.Table}-{workflow}:{workflow}-1" }, default);
        }

        Assert.That(refusals, Is.EqualTo(new[] { "FAILOVER-1 is running" }), "its own run is not another one");
    }

    private Task SeeAsync(Site by, string name, int secondsAgo, params (string, string)[] details) =>
        _two.Platform(Site.Secondary).Sightings.PutAsync(by, new Sighting(name, DateTimeOffset.UtcNow.AddSeconds(-secondsAgo), details), default);

    private Task<JsonNode> JudgeAsync(string execution = "failback-1") =>
        _two.Function("give-back", Site.Secondary).WithAsync(new JsonObject { ["step"] = "judge", ["execution"] = execution });
}
