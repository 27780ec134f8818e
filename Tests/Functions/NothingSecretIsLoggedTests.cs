using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Functions.Drill;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;
using PaymentDr.Tests.Runtime;

namespace PaymentDr.Tests.Functions;

/// <summary>
/// Card numbers, keys and passwords in every place of every event, before services that repeat them: neither the log nor what is reported of a
/// failure tells them.
/// </summary>
[TestFixture]
public sealed class NothingSecretIsLoggedTests
{
    private const string App = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app";

    /// <summary>Quotes within quotes as they are written by hand: as \".</summary>
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Valid ones, with a text wherever there can be one.</summary>
    private static readonly Dictionary<string, string[]> Events = new()
    {
        ["authorize"] = ["""{"type":"REQUEST","methodArn":"arn:aws:execute-api:us-east-1:123456789012:api/live/POST/payments","headers":{"Authorization":"Bearer acme"}}"""],
        ["validate"] =
        [
            """{"httpMethod":"POST","path":"/payments","headers":{"Idempotency-Key":"order-0001","Authorization":"Bearer "},"body":"{\"amount\":1250,\"currency\":\"EUR\",\"payer\":\"tok_payer\",\"payee\":\"tok_payee\"}","requestContext":{"authorizer":{"merchant":"acme"}}}""",
            """{"httpMethod":"GET","path":"/payments/AAAAAAAAAAAAAAAAAAAAAA","requestContext":{"authorizer":{"merchant":"acme"}}}""",
            """{"httpMethod":"GET","path":"/health"}""",
        ],
        ["process"] = [Batch(Change(Payloads.Accepted())), Batch("""{"noOp":{"at":"2026-11-21T12:00:00Z"}}""")],
        ["reconcile"] = ["""{"scope":"routine","certificate":true}""", """{"scope":"deep","day":3}"""],
        ["probe"] = ["""{"time":"now"}"""],
        ["decide"] = ["""{"time":"now"}""", """{"order":"fail-over"}"""],
        ["drill"] =
        [
            .. Enum.GetNames<DrillStep>().Select(step => $$"""{"step":"{{JsonNamingPolicy.KebabCaseLower.ConvertName(step)}}","drill":"one","startedBy":"on-call"}"""),
        ],
        ["give-back"] =
        [
            """{"step":"judge","execution":"failback-1"}""", """{"step":"switch-over","site":"Secondary"}""", """{"step":"begin-reign"}""",
            """{"step":"raise-books","epoch":2}""", """{"step":"reconcile"}""", """{"step":"pay"}""",
        ],
        ["recover"] =
        [
            """{"step":"begin-reign","epoch":1}""", """{"step":"lead-traffic","site":"Secondary"}""", """{"step":"await-writer"}""", """{"step":"raise-books","epoch":1}""",
            """{"step":"complete-reign","epoch":1}""", """{"step":"pay","site":"Secondary"}""",
        ],
        ["remind"] = ["""{"time":"now"}"""],
        ["verify-backups"] = ["""{"time":"now"}"""],
        ["rotate-secret"] =
        [
            .. new[] { "createSecret", "setSecret", "testSecret", "finishSecret" }
                .Select(step => $$"""{"Step":"{{step}}","SecretId":"{{App}}","ClientRequestToken":"version-1"}"""),
        ],
        ["migrate"] = ["""{"time":"now"}"""],
    };

    [Test]
    public void Every_function_has_its_events() => Assert.That(Events.Keys, Is.EquivalentTo(Catalog.Names));

    [Test]
    public async Task No_function_tells(
        [ValueSource(typeof(Catalog), nameof(Catalog.Names))] string function, [Values("refusal", "garbage", "texts")] string manner)
    {
        var leaks = await Task.WhenAll(Secrets.All.Select(secret => LeaksAsync(function, manner, secret.Text, secret.Trace)));

        Assert.That(leaks.SelectMany(each => each).Distinct().Take(10), Is.Empty);
    }

    [Test]
    public async Task What_a_service_says_of_a_refusal_is_not_passed_on_but_its_kind_is()
    {
        await using var service = new LoopbackHttp((context, _) => Secrets.SayAsync("refusal", "hunter2-hunter2", context));
        var metrics = new CloudWatch(new AwsRegion(TwoRegions.Primary, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? service.Endpoint : null)));

        Assert.That(
            async () => await metrics.PutAsync("space", "name", 1, default),
            Throws.Exception.With.Message.Match("^(?!.*hunter2).*ValidationException"));
    }

    private static async Task<List<string>> LeaksAsync(string function, string manner, string secret, string trace)
    {
        await using var service = new LoopbackHttp((context, _) => Secrets.SayAsync(manner, secret, context));
        await using var lambda = new FakeRuntimeApi();
        using var api = new RuntimeApi(lambda.Host);
        using var stop = new CancellationTokenSource();
        using var log = new MemoryStream();
        var handler = Catalog.Build(function, PlatformOf(function, service.Endpoint));
        var loop = Task.Run(() => new RuntimeLoop(api, handler, TimeProvider.System, new StructuredLog(log, TimeProvider.System)).Run(stop.Token));

        var leaks = new List<string>();
        foreach (var payload in Events[function].SelectMany(example => Secrets.In(example, secret)))
        {
            var before = log.Length;
            var reply = await lambda.InvokeAsync(payload);
            var told = Encoding.UTF8.GetString(log.ToArray().AsSpan((int)before)) + (reply.Kind == "error" ? reply.Body : "");
            if (told.Contains(trace, StringComparison.Ordinal))
            {
                leaks.Add($"{payload}\n    tells: {told}");
            }
        }

        await stop.CancelAsync();
        await loop;
        return leaks;
    }

    private static Platform PlatformOf(string function, string services)
    {
        var site = function is "decide" or "drill" or "give-back" or "recover" ? Site.Secondary : Site.Primary;
        var probe = new JsonObject
        {
            ["peerHealth"] = new JsonArray($"{services}/health"),
            ["customerHealth"] = new JsonArray($"{services}/health"),
            ["primaryRegion"] = TwoRegions.Primary,
            ["queueUrl"] = $"{services}/queue",
            ["peerQueueUrl"] = $"{services}/queue",
            ["syntheticPayments"] = new JsonArray($"{services}/payments"),
            ["syntheticKeySecret"] = App,
        };
        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = services,
            ["SITE"] = $"{site}",
            ["AWS_REGION"] = TwoRegions.NameOf(site),
            ["PEER_REGION"] = TwoRegions.NameOf(site.Other()),
            ["LEDGER_TABLE"] = "ledger",
            ["BUILD"] = "build-1",
            ["KEYS_PATH"] = "/keys",
            ["BOOKS_CLUSTER_ARN"] = "arn:aws:rds:us-east-1:123456789012:cluster:books",
            ["BOOKS_SECRET_ARN"] = App,
            ["ADMIN_SECRET_ARN"] = $"{App}-admin",
            ["CANDIDATE_SECRET_ARN"] = $"{App}-candidate",
            ["GLOBAL_DATABASE"] = "books",
            ["EVENT_BUS"] = "bus",
            ["DEAD_LETTER_QUEUE_URL"] = $"{services}/queue",
            ["AUDIT_BUCKET"] = "audit",
            ["BACKUP_VAULT"] = "vault",
            ["PEER_BACKUP_VAULT"] = "vault",
            ["FAILOVER_WORKFLOW_ARN"] = "arn:aws:states:us-west-2:123456789012:stateMachine:failover",
            ["FAILBACK_WORKFLOW_ARN"] = "arn:aws:states:us-west-2:123456789012:stateMachine:failback",
            ["RECOVERY_ROLE_ARN"] = "arn:aws:iam::123456789012:role/recovery",
            ["PEER_RECOVER_FUNCTION"] = "recover",
            ["PEER_RECONCILE_FUNCTION"] = "reconcile",
            ["PEER_BOOKS_CLUSTER"] = "books",
            ["ALERT_TOPIC_ARN"] = "arn:aws:sns:us-east-1:123456789012:alerts",
            ["SWITCH_METRIC"] = "switch",
            ["DOORS"] = new JsonObject { ["doors"] = new JsonArray(services), ["keySecret"] = App }.ToJsonString(),
            ["BOOKS_CLUSTER"] = "books",
            ["PROBE"] = probe.ToJsonString(),
            ["DRILL"] = new JsonObject { ["door"] = services, ["homeDoor"] = services, ["awayDoor"] = services, ["keySecret"] = App, ["objectiveSeconds"] = 180 }.ToJsonString(),
            ["DRILL_METRIC_NAMESPACE"] = "PaymentDr/drill",
            ["DRILL_SWITCH_METRIC"] = "switch-drill",
        };

        return new Platform(new Variables(variables.GetValueOrDefault), new HastyClock());
    }

    private static string Batch(string body) =>
        new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "message-1", ["body"] = body }) }.ToJsonString(Relaxed);

    private static string Change(Accepted accepted) => new JsonObject
    {
        ["dynamodb"] = new JsonObject
        {
            ["NewImage"] = new JsonObject(LedgerItems.Of(accepted).Select(value => KeyValuePair.Create<string, JsonNode?>(
                value.Key, value.Value.N is { } number ? new JsonObject { ["N"] = number } : new JsonObject { ["S"] = value.Value.S }))),
        },
    }.ToJsonString(Relaxed);
}
