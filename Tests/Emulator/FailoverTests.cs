using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Tests.Workflows;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// There and back by the workflows that are deployed, each under its own role: the decision starts the one, people the other. While the primary is lost,
/// whatever is asked of it fails. The tests are one story, in their order.
/// </summary>
[TestFixture]
[Category("Emulator")]
[Order(25)]
public sealed class FailoverTests
{
    private const string Home = "us-east-1";
    private const string Away = "us-west-2";

    private DeployedSite _home = null!;
    private DeployedSite _away = null!;

    [OneTimeSetUp]
    public void FindSites() => (_home, _away) = (new DeployedSite(Home), new DeployedSite(Away));

    [OneTimeTearDown]
    public void GiveThePrimaryBack()
    {
        EmulatorSetup.Calls.Loses = _ => false;
        EmulatorSetup.Names.Lost = null;
    }

    [Test]
    [Order(1)]
    public async Task The_secondary_takes_over_with_nothing_of_the_primary()
    {
        LosePrimary();
        await SeeLossAsync();

        var (decided, _) = await _away.InvokeAsync("decide", new JsonObject());
        Assert.That((string?)decided!["execution"], Is.EqualTo("failover-1-1"), decided.ToJsonString());
        var end = await new DeployedWorkflow(Away, "failover").TakeUpAsync("failover-1-1");

        Assert.That(end.State, Is.EqualTo("FailedOver"), end.Known.ToJsonString());
        Assert.That(end.Trail, Does.Contain("LeadTraffic").And.Contain("GrowService").And.Contain("Promote").And.Contain("PayHere"));
        Assert.That(Writer(), Is.EqualTo("secondary"));
        Assert.That(FewestTasks(), Is.EqualTo(TestSettings.Default.Pay.PrimaryTasks));
        Assert.That((string?)(await _away.InvokeAsync("decide", new JsonObject())).Answer!["reason"], Is.EqualTo("already-moved"));
    }

    [Test]
    [Order(2)]
    public async Task What_is_paid_there_is_settled_there_once()
    {
        var payment = await _away.Door.PayAsync("order-after-failover");
        await _away.PumpAsync();

        Assert.That((string?)(await _away.Door.LookAsync((string)payment["id"]!))["state"], Is.EqualTo("settled"));
        Assert.That(EmulatorSetup.Books.Postings((string)payment["id"]!), Is.EqualTo(2));
    }

    /// <summary>Taken again from the start, it finds everything done.</summary>
    [Test]
    [Order(3)]
    public async Task A_second_run_of_the_same_reign_changes_nothing()
    {
        var end = await new DeployedWorkflow(Away, "failover").RunAsync("failover-1-2", new() { ["epoch"] = 1, ["moveTraffic"] = true, ["reason"] = "again" });

        Assert.That(end.State, Is.EqualTo("FailedOver"), end.Known.ToJsonString());
        Assert.That(end.Trail, Does.Not.Contain("Promote"));
    }

    [Test]
    [Order(4)]
    public void Terraform_has_nothing_to_undo() => PlanIsEmpty();

    /// <summary>It comes back, and knows by replication that it does not reign: what it takes on, the other one settles.</summary>
    [Test]
    [Order(5)]
    public async Task What_the_old_region_takes_on_the_new_one_settles()
    {
        GiveThePrimaryBack();
        // What it owed before.
        await _home.PumpAsync();
        var payment = await _home.Door.PayAsync("order-at-the-old-region");
        Assert.That((await _home.PumpAsync()).Carried, Is.Zero, "its pipe carries only what it owes");
        await _away.PumpAsync();

        Assert.That((string?)(await _home.Door.LookAsync((string)payment["id"]!))["state"], Is.EqualTo("settled"));
        Assert.That(EmulatorSetup.Books.Postings((string)payment["id"]!), Is.EqualTo(2));
    }

    [TestCase(Home)]
    [TestCase(Away)]
    [Order(6)]
    public async Task Both_regions_remind_of_it(string region)
    {
        await (region == Home ? _home : _away).InvokeAsync("remind", new JsonObject());

        var reminder = EmulatorSetup.Functions.Invocations.Last(invocation => invocation.Handler == "remind");
        Assert.That(reminder.Error, Is.Null);
        Assert.That(reminder.Lines.Any(line => line["Unprotected"]?.GetValue<double>() == 1), reminder.Log);
    }

    [Test]
    [Order(7)]
    public async Task A_primary_that_is_not_ready_gets_nothing_back()
    {
        var end = await GiveBackAsync("failback-1");

        Assert.That(end.State, Is.EqualTo("Refused"));
        Assert.That(end.Known["judgement"]!["refusals"]!.AsArray().Select(refusal => (string)refusal!), Has.Some.Contains("doors").And.Some.Contains("behind"));
        Assert.That(Writer(), Is.EqualTo("secondary"));
    }

    [Test]
    [Order(8)]
    public async Task A_return_that_breaks_off_at_home_leaves_the_secondary_as_it_was()
    {
        await SeeThatThePrimaryIsReadyAsync();

        var end = await GiveBackAsync("failback-2", breaks: "PayAtHome");

        Assert.That(end.State, Is.EqualTo("Aborted"), end.Known.ToJsonString());
        Assert.That(Writer(), Is.EqualTo("secondary"));
        var payment = await _away.Door.PayAsync("order-after-the-abort");
        await _away.PumpAsync();
        Assert.That((string?)(await _away.Door.LookAsync((string)payment["id"]!))["state"], Is.EqualTo("settled"));
    }

    [Test]
    [Order(9)]
    public async Task Customers_who_are_not_served_at_home_are_led_back()
    {
        await SeeThatThePrimaryIsReadyAsync();

        var end = await GiveBackAsync("failback-3", breaks: "PayAgain");

        Assert.That(end.State, Is.EqualTo("NotServedAtHome"), end.Known.ToJsonString());
        Assert.That(end.Trail, Does.Contain("LeadTrafficBack"));
        Assert.That(Writer(), Is.EqualTo("primary"), "where the books are matters to no customer");
    }

    [Test]
    [Order(10)]
    public async Task Everything_is_given_back_from_where_the_last_return_broke_off()
    {
        await SeeThatThePrimaryIsReadyAsync();

        var end = await GiveBackAsync("failback-4");

        Assert.That(end.State, Is.EqualTo("FailedBack"), end.Known.ToJsonString());
        Assert.That(end.Trail, Does.Not.Contain("SwitchOver"));
        Assert.That((Writer(), FewestTasks()), Is.EqualTo(("primary", TestSettings.Default.Pay.SecondaryTasks)));
        var payment = await _home.Door.PayAsync("order-at-home-again");
        await _home.PumpAsync();
        Assert.That((string?)(await _home.Door.LookAsync((string)payment["id"]!))["state"], Is.EqualTo("settled"));
    }

    [Test]
    [Order(11)]
    public async Task A_return_in_one_go_and_one_for_which_there_is_nothing()
    {
        await new DeployedWorkflow(Away, "failover").RunAsync("failover-again", new() { ["moveTraffic"] = true, ["reason"] = "once more" });
        await SeeThatThePrimaryIsReadyAsync();
        Assert.That((await GiveBackAsync("failback-5")).State, Is.EqualTo("FailedBack"));

        var end = await GiveBackAsync("failback-6");
        Assert.That(end.State, Is.EqualTo("Refused"));
        Assert.That(end.Known["judgement"]!["refusals"]!.ToJsonString(), Does.Contain("nothing to return"));
    }

    /// <summary>The region that had taken over is lost while it reigns: people take over in the primary, with nothing of the secondary.</summary>
    [Test]
    [Order(12)]
    public async Task The_loss_of_the_active_secondary_is_taken_over_by_hand()
    {
        Assert.That((await new DeployedWorkflow(Away, "failover").RunAsync("failover-before-the-loss", new() { ["moveTraffic"] = false, ["reason"] = "a test" })).State, Is.EqualTo("FailedOver"));
        EmulatorSetup.Calls.Loses = call => call.Resource.Contains($":{Away}:", StringComparison.Ordinal);

        var end = await new DeployedWorkflow(Home, "failover").RunAsync("takeover-1", new() { ["moveTraffic"] = false, ["reason"] = "the secondary is lost" });
        EmulatorSetup.Calls.Loses = _ => false;

        Assert.That(end.State, Is.EqualTo("FailedOver"), end.Known.ToJsonString());
        Assert.That(Writer(), Is.EqualTo("primary"));
        var payment = await _home.Door.PayAsync("order-after-the-second-loss");
        await _home.PumpAsync();
        Assert.That((string?)(await _home.Door.LookAsync((string)payment["id"]!))["state"], Is.EqualTo("settled"));
    }

    [Test]
    [Order(13)]
    public void Terraform_has_nothing_to_undo_at_home_either() => PlanIsEmpty();

    private static void LosePrimary()
    {
        EmulatorSetup.Calls.Loses = call => call.Resource.Contains($":{Home}:", StringComparison.Ordinal);
        EmulatorSetup.Names.Lost = Home;
    }

    private static Task<RunEnd> GiveBackAsync(string name, string? breaks = null) =>
        new DeployedWorkflow(Away, "failback") { Breaks = state => state == breaks }.RunAsync(name, []);

    private static string Writer()
    {
        var writer = Make("rds describe-global-clusters --global-cluster-identifier database-books-dev --query GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn|[0]", Away);
        return writer.Split(':')[^1].Split('-')[^2];
    }

    private static int FewestTasks() => int.Parse(
        Make("application-autoscaling describe-scalable-targets --service-namespace ecs --query ScalableTargets[0].MinCapacity", Away), System.Globalization.CultureInfo.InvariantCulture);

    private static void PlanIsEmpty()
    {
        var plan = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);
        Assert.That(plan.ExitCode, Is.Zero, plan.ToString());
    }

    private Task SeeLossAsync() => SeeAsync(async sightings =>
    {
        await SeeProbesAsync(sightings, isPrimaryWell: false);
        await sightings.PutAsync(Site.Secondary, new Sighting("synthetic-payment", DateTimeOffset.UtcNow), default);
    });

    /// <summary>As its probe, its queue and Aurora would have said it for five minutes.</summary>
    private async Task SeeThatThePrimaryIsReadyAsync()
    {
        await SeeAsync(async sightings =>
        {
            await SeeProbesAsync(sightings, isPrimaryWell: true);
            await sightings.PutAsync(Site.Primary, new Sighting("heartbeat", DateTimeOffset.UtcNow), default);
            await sightings.PutAsync(Site.Primary, new Sighting("no-op", DateTimeOffset.UtcNow, ("ready", "True"), ("writer", "False")), default);
        });
        Make("cloudwatch put-metric-data --namespace AWS/RDS --metric-name AuroraGlobalDBRPOLag --dimensions DBClusterIdentifier=cluster-books-primary-dev --value 200", Home);
    }

    /// <summary>In every place of the last five minutes, so that none is left of what the probe itself, or a test before, has kept there.</summary>
    private static async Task SeeProbesAsync(Sightings sightings, bool isPrimaryWell)
    {
        var now = DateTimeOffset.UtcNow;
        foreach (var at in Enumerable.Range(0, 11).Select(half => now.AddSeconds(30 * (half - 10))))
        {
            await sightings.PutAsync(
                Site.Secondary,
                new Sighting(
                    $"probe#{at.Minute:00}{(at.Second < 30 ? 'a' : 'b')}", at, ("primaryAnswers", $"{isPrimaryWell}"), ("namesLeadElsewhere", $"{!isPrimaryWell}"), ("build", "another")),
                default);
        }
    }

    private async Task SeeAsync(Func<Sightings, Task> see)
    {
        using var dynamo = _away.Region.DynamoDb(TimeSpan.FromSeconds(10));
        await see(new Sightings("table-ledger-dev", dynamo, new Reach("the ledger", TimeSpan.FromSeconds(10), Tries: 1)));
    }
}
