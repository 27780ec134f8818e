using System.Text.Json.Nodes;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// What is deployed works together: functions run with the variables, and pipes and mappings carry by the patterns, that Terraform applied, down
/// to a real PostgreSQL with the logins that it made. What the emulator does not run the tests carry (Running/).
/// </summary>
[TestFixture]
[Category("Emulator")]
[Order(5)]
public sealed class SettlementTests
{
    private DeployedSite _primary = null!;
    private DeployedSite _secondary = null!;

    [OneTimeSetUp]
    public void FindSites() => (_primary, _secondary) = (new DeployedSite("us-east-1"), new DeployedSite("us-west-2"));

    [SetUp]
    public async Task CarryWhatIsLeftAsync()
    {
        await _primary.PumpAsync();
        await _secondary.PumpAsync();
    }

    [TestCase("us-east-1")]
    [TestCase("us-west-2")]
    public async Task A_payment_that_either_region_takes_on_is_settled_once_by_the_one_that_reigns(string region)
    {
        var key = $"order-{region}";
        var answer = await SiteIn(region).Door.PayAsync(key);
        var id = answer["id"]!.GetValue<string>();

        var home = await _primary.PumpAsync();
        var away = await _secondary.PumpAsync();

        Assert.That(answer["durability"]!.GetValue<string>(), Is.EqualTo("BOTH"));
        Assert.That(home.Done.Select(body => JsonNode.Parse(body)!["dynamodb"]!["NewImage"]!["payment"]!["S"]!.GetValue<string>()), Is.EqualTo(new[] { id }));
        Assert.That(away.Seen, Is.Positive, "the other region's stream shows it, too");
        Assert.That((away.Carried, away.Done), Is.EqualTo((0, Array.Empty<string>())), "and its pipe leaves it alone");
        Assert.That(Postings(id), Is.EqualTo(2));
        Assert.That((await SiteIn(region).Door.LookAsync(id))["state"]!.GetValue<string>(), Is.EqualTo("settled"));
    }

    [Test]
    public async Task What_a_pipe_brings_twice_is_entered_once()
    {
        var id = (await _primary.Door.PayAsync("order-twice"))["id"]!.GetValue<string>();
        var message = (await _primary.PumpAsync()).Done.Single();

        await _primary.Queue("queue-payments-primary-dev").SendAsync(message);
        var again = await _primary.PumpAsync();

        Assert.That(again.Done, Is.EqualTo(new[] { message }));
        Assert.That(Postings(id), Is.EqualTo(2));
    }

    /// <summary>More would mean that the buses send it back and forth.</summary>
    [Test]
    public async Task What_became_of_a_payment_is_told_once_on_either_bus()
    {
        var (home, away) = (Told("us-east-1", "primary"), Told("us-west-2", "secondary"));
        await _secondary.Door.PayAsync("order-told");

        await _primary.PumpAsync();

        Assert.That((Told("us-east-1", "primary") - home, Told("us-west-2", "secondary") - away), Is.EqualTo((1, 1)));
    }

    [TestCase("us-east-1", "primary")]
    [TestCase("us-west-2", "secondary")]
    public async Task What_nobody_can_read_is_put_aside_at_once(string region, string role)
    {
        const string Poison = """{"dynamodb":{"NewImage":{"payment":{"S":"poison"}}}}""";
        await SiteIn(region).Queue($"queue-payments-{role}-dev").SendAsync(Poison);

        await SiteIn(region).PumpAsync();

        var dead = SiteIn(region).Queue($"queue-payments-dead-{role}-dev");
        var message = (await dead.ReceiveAsync(10)).Single();
        await dead.DeleteAsync(message);
        Assert.That(message["Body"]!.GetValue<string>(), Is.EqualTo(Poison));
    }

    /// <summary>As often as the deployed queue allows; the time between is not waited for.</summary>
    [Test]
    public async Task What_the_books_never_take_is_put_aside_in_the_end()
    {
        await _primary.Door.PayAsync("order-early");
        var message = (await _primary.PumpAsync()).Done.Single();
        // The books of the region that follows refuse it every time.
        await _secondary.Queue("queue-payments-secondary-dev").SendAsync(message);

        var turns = 0;
        while ((await _secondary.PumpAsync()).Failed.Count > 0)
        {
            turns++;
        }

        var dead = _secondary.Queue("queue-payments-dead-secondary-dev");
        var aside = (await dead.ReceiveAsync(10)).Single();
        await dead.DeleteAsync(aside);
        Assert.That(turns, Is.EqualTo(SettlementQueues.Receives));
        Assert.That(aside["Body"]!.GetValue<string>(), Is.EqualTo(message));
    }

    [Test]
    public async Task A_probe_s_no_op_proves_that_both_regions_could_settle()
    {
        var before = EmulatorSetup.Functions.Invocations.Count;
        await _primary.InvokeAsync("probe", new JsonObject());

        await _primary.PumpAsync();
        await _secondary.PumpAsync();

        Assert.That(NoOpSince(before, "us-east-1"), Is.EqualTo((true, true)), "ready, and the writer");
        Assert.That(NoOpSince(before, "us-west-2"), Is.EqualTo((true, false)), "ready, and no writer");
    }

    [TestCase("us-east-1")]
    [TestCase("us-west-2")]
    public async Task Every_schedule_starts_a_function_that_takes_its_input(string region)
    {
        var schedules = SiteIn(region).Schedules().ToArray();
        var errors = new List<string>();
        foreach (var (rule, function, input) in schedules)
        {
            if ((await DeployedSite.InvokeAsync(SiteIn(region).Region, function, JsonNode.Parse(input)!)).Error is not null)
            {
                errors.Add(rule);
            }
        }

        Assert.That(schedules, Is.Not.Empty);
        Assert.That(errors, Is.Empty, string.Join('\n', EmulatorSetup.Functions.Invocations.Where(invocation => invocation.Error is not null)));
    }

    [Test]
    public void An_apply_brings_the_schema_and_tries_the_rotation_with_the_deployed_logins()
    {
        var care = EmulatorSetup.Functions.Invocations.Where(invocation => invocation.Handler is "migrate" or "rotate-secret").ToArray();

        Assert.That(care.Where(invocation => invocation.Error is not null), Is.Empty);
        Assert.That(care[0].Handler, Is.EqualTo("migrate"));
        Assert.That(
            care.Skip(1).Select(invocation => (string?)invocation.Payload!["Step"]),
            Is.EqualTo(new[] { "testSecret", "testSecret" }), "an apply exchanges nothing");
    }

    private DeployedSite SiteIn(string region) => region == "us-east-1" ? _primary : _secondary;

    /// <summary>As many events as a region's archive holds.</summary>
    private static int Told(string region, string role) => int.Parse(Make($"events describe-archive --archive-name archive-payments-{role}-dev --query EventCount", region));

    private static long Postings(string id) => EmulatorSetup.Books.Postings(id);

    private static (bool IsReady, bool IsWriter) NoOpSince(int before, string region)
    {
        var line = EmulatorSetup.Functions.Invocations
            .Skip(before)
            .Where(invocation => invocation.Handler == "process" && invocation.Region == region)
            .SelectMany(invocation => invocation.Lines)
            .Single(line => line["isReady"] is not null);
        return (line["isReady"]!.GetValue<bool>(), line["isWriter"]!.GetValue<bool>());
    }
}
