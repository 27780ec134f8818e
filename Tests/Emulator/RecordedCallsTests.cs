using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Tests.Permissions;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// What every function asks AWS for, on every path of its code that asks for something else. The laws of permissions judge by what is kept here. What
/// recovery asks for, the tests before it have recorded (<see cref="FailoverTests"/>).
/// </summary>
[TestFixture]
[Category("Emulator")]
[Order(30)]
public sealed class RecordedCallsTests
{
    private const string Home = "us-east-1";
    private const string Away = "us-west-2";
    private const string Database = "database-books-dev";

    private static readonly Dictionary<string, string> Clusters = new() { [Home] = "cluster-books-primary-dev", [Away] = "cluster-books-secondary-dev" };

    private DeployedSite _home = null!;
    private DeployedSite _away = null!;

    [OneTimeSetUp]
    public async Task AskForEverythingAsync()
    {
        (_home, _away) = (new DeployedSite(Home), new DeployedSite(Away));
        foreach (var site in new[] { _home, _away })
        {
            await KnockAsync(site);
            await ServeAsync(site);
            await site.InvokeAsync("probe", new JsonObject());
            await site.InvokeAsync("verify-backups", new JsonObject());
            await SettleAsync(site);
        }

        await ReconcileWhatDidNotComeAsync();
        await CareForBooksAsync();
    }

    [Test]
    [Snapshot]
    public void Calls() => Snapshot.Verify(RecordedCalls.ToJson(EmulatorSetup.Calls.Calls));

    [Test]
    public void Every_request_is_understood() => Assert.That(EmulatorSetup.Calls.Unknown, Is.Empty);

    [Test]
    public void Every_function_has_asked_for_something()
    {
        var arns = new Arns(SynthesizedStack.Default);
        var functions = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_lambda_function").Select(function => arns.Of(function.Text("role")!));
        var mirrored = EmulatorSetup.Calls.Calls.SelectMany(call => RecordedCalls.Everywhere(call, SynthesizedStack.Default)).Select(call => ((Caller.Role)call.By).Arn);

        Assert.That(functions.Except(mirrored), Is.Empty);
    }

    /// <summary>With a key, without one, and with one of nobody.</summary>
    private static async Task KnockAsync(DeployedSite site)
    {
        var payment = await site.Door.PayAsync($"order-recorded-{site.Region.Name}");
        await site.Door.LookAsync(payment["id"]!.GetValue<string>());
        await site.Door.AskAsync("GET", "/health", key: "");
        await site.Door.AskAsync("GET", "/payments/none", key: "nobody.key");
    }

    /// <summary>By the service, and with a validation that this region does not give.</summary>
    private static async Task ServeAsync(DeployedSite site)
    {
        EmulatorSetup.Calls.Loses = call => call.Action == "lambda:InvokeFunction" && call.Resource.Contains($":{site.Region.Name}:", StringComparison.Ordinal);
        await using var service = await DeployedService.StartAsync(site.Region.Name);
        var headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {site.Door.Key}", ["Idempotency-Key"] = $"order-served-{site.Region.Name}" };
        foreach (var (method, path) in new[] { ("GET", "/health"), ("POST", "/payments"), ("GET", "/payments/none"), ("POST", "/validations") })
        {
            await service.AskAsync(new(method, site.Door.Name, path) { Headers = headers, Body = method == "POST" ? DeployedDoor.Payment : null });
        }

        EmulatorSetup.Calls.Loses = _ => false;
    }

    /// <summary>What is settled, what the books refuse, what nobody can read, and the no-op that the probe sent.</summary>
    private async Task SettleAsync(DeployedSite site)
    {
        await site.Door.AskAsync("POST", "/payments", """{"amount":1,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_of_nobody"}""", $"order-refused-{site.Region.Name}");
        await site.Queue($"queue-payments-{RoleOf(site)}-dev").SendAsync("""{"poison":true}""");
        await _home.PumpAsync();
        await _away.PumpAsync();
    }

    /// <summary>Ten minutes ago it was accepted, and no pipe has brought it.</summary>
    private async Task ReconcileWhatDidNotComeAsync()
    {
        var payment = new Payment("drill", "order-lost", new Money(1, Currency.Parse("EUR")!), "tok_drill_payer", "tok_of_nobody");
        using var dynamo = _home.Region.DynamoDb(TimeSpan.FromSeconds(10));
        await Ledger(dynamo).AcceptAsync(new Accepted(payment, await Ledger(dynamo).CurrentEpochAsync(default), DateTimeOffset.UtcNow.AddMinutes(-10)), default);
        foreach (var input in new[] { "{}", """{"scope":"deep","day":0,"certificate":true}""" })
        {
            await _home.InvokeAsync("reconcile", JsonNode.Parse(input)!);
            await _away.InvokeAsync("reconcile", JsonNode.Parse(input)!);
        }
    }

    /// <summary>With the books written at home, and away.</summary>
    private async Task CareForBooksAsync()
    {
        await CareAsync();
        await MigrateInVainAsync();
        SwitchOver(Away);
        await CareAsync();
        await RotateAsync("app", "createSecret", "setSecret");
        SwitchOver(Home);
        // Whatever was begun before, and could not be ended.
        Make("secretsmanager rotate-secret --secret-id secret-books-app-dev", Home);

        async Task CareAsync()
        {
            await _home.InvokeAsync("migrate", new JsonObject());
            await _away.InvokeAsync("migrate", new JsonObject());
            Make("secretsmanager rotate-secret --secret-id secret-books-admin-dev", Home);
            await RotateAsync("app", "testSecret");
        }
    }

    /// <summary>It cannot read the login that it has to set, and rolls back.</summary>
    private async Task MigrateInVainAsync()
    {
        const string Secret = "secret-books-app-dev";
        var current = Make($"secretsmanager get-secret-value --secret-id {Secret} --query VersionId", Home);
        var unreadable = Make($"secretsmanager put-secret-value --secret-id {Secret} --secret-string none --query VersionId", Home);
        await _home.InvokeAsync("migrate", new JsonObject());
        await _away.InvokeAsync("migrate", new JsonObject());
        Make($"secretsmanager update-secret-version-stage --secret-id {Secret} --version-stage AWSCURRENT --move-to-version-id {current} --remove-from-version-id {unreadable}", Home);
    }

    private async Task RotateAsync(string login, params string[] steps)
    {
        var secret = Make($"secretsmanager describe-secret --secret-id secret-books-{login}-dev --query ARN", Home);
        foreach (var step in steps)
        {
            await _home.InvokeAsync("rotate-secret", new JsonObject { ["Step"] = step, ["SecretId"] = secret, ["ClientRequestToken"] = "01234567-89ab-cdef-0123-456789abcdef" });
        }
    }

    /// <summary>Asked for where the writer is.</summary>
    private static void SwitchOver(string region)
    {
        var target = Make($"rds describe-db-clusters --db-cluster-identifier {Clusters[region]} --query DBClusters[0].DBClusterArn", region);
        Make($"rds switchover-global-cluster --global-cluster-identifier {Database} --target-db-cluster-identifier {target}", region == Home ? Away : Home);
    }

    private static string RoleOf(DeployedSite site) => site.Region.Name == Home ? "primary" : "secondary";

    private static DynamoLedger Ledger(IAmazonDynamoDB dynamo) => new(Site.Primary, "table-ledger-dev", dynamo, Reach());

    private static Reach Reach() => new("the ledger", TimeSpan.FromSeconds(10), Tries: 1);
}
