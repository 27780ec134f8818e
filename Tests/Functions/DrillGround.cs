using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>All that a drill meets: a name that follows its switch, two doors that answer, and what the emulator has of topic, bucket, workflows and ledger.</summary>
internal sealed class DrillGround : IAsyncDisposable
{
    private const string Metric = "switch-drill-dev";

    private readonly ConcurrentDictionary<string, int> _asked = new();
    private readonly LoopbackHttp _home = Healthy(TwoRegions.Primary, "build-home");
    private readonly LoopbackHttp _away = Healthy(TwoRegions.Secondary, "build-away");
    private readonly LoopbackHttp _name;
    private readonly AwsProxy _metrics;
    private readonly AwsProxy _topic;

    private DrillGround(TwoRegions regions)
    {
        Regions = regions;
        _name = new LoopbackHttp(AnswerAsync);
        _metrics = new AwsProxy { Done = (operation, body) => Publish(operation, body) };
        _topic = new AwsProxy { Done = (_, body) => Told.Add(System.Web.HttpUtility.ParseQueryString(body)["Message"]!) };
    }

    public TwoRegions Regions { get; }

    public LeapingClock Clock { get; } = new();

    /// <summary>What was published, and where.</summary>
    public List<(string Space, string Name, double Value)> Published { get; } = [];

    public List<string> Told { get; } = [];

    /// <summary>To which region the drill's name leads, by its switch; null to nobody.</summary>
    public Func<double, string?> LeadsTo { get; set; } = value => value == 1 ? TwoRegions.Secondary : TwoRegions.Primary;

    /// <summary>Whether payments are taken on there, and settled.</summary>
    public bool TakesPayments { get; set; } = true;

    public bool Settles { get; set; } = true;

    public double Switch => Published.Count == 0 ? 0 : Published[^1].Value;

    public static async Task<DrillGround> CreateAsync()
    {
        var ground = new DrillGround(await TwoRegions.CreateAsync());
        await ground.CreateServicesAsync();
        return ground;
    }

    public Invoke Function(Site site = Site.Secondary) => new(Catalog.Build("drill", Regions.Platform(site, Clock)));

    public Task RunAsync(string workflow) => States.CallAsync(
        "StartExecution", new() { ["stateMachineArn"] = Machine(workflow), ["name"] = "one", ["input"] = "{}" }, default);

    public async Task<JsonNode> EvidenceAsync(string key)
    {
        using var s3 = Regions.Region(Site.Secondary).S3();
        using var found = await s3.GetObjectAsync(Regions.Table, key);
        return (await JsonNode.ParseAsync(found.ResponseStream))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _name.DisposeAsync();
        await _home.DisposeAsync();
        await _away.DisposeAsync();
        await _metrics.DisposeAsync();
        await _topic.DisposeAsync();
    }

    private JsonService States => new(Regions.Region(Site.Secondary).Service("states"), "AWSStepFunctions", "1.0");

    private string Machine(string workflow) => $"arn:aws:states:{TwoRegions.Secondary}:123456789012:stateMachine:{Regions.Table}-{workflow}";

    private async Task CreateServicesAsync()
    {
        var region = Regions.Region(Site.Secondary);
        foreach (var workflow in new[] { "failover", "failback" })
        {
            await States.CallAsync(
                "CreateStateMachine",
                new()
                {
                    ["name"] = $"{Regions.Table}-{workflow}",
                    ["definition"] = """{"StartAt":"One","States":{"One":{"Type":"Wait","Seconds":600,"End":true}}}""",
                    ["roleArn"] = "arn:aws:iam::123456789012:role/workflow",
                },
                default);
            Regions.Set($"{workflow.ToUpperInvariant()}_WORKFLOW_ARN", Machine(workflow));
        }

        var topic = Regions.Table;
        await region.Service("sns").CallAsync(AwsRequest.Form("CreateTopic", "2010-03-31", ("Name", topic)), default);
        using var s3 = region.S3();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = topic, BucketRegionName = TwoRegions.Secondary });
        var secret = await new JsonService(region.Service("secretsmanager"), "secretsmanager", "1.1").CallAsync(
            "CreateSecret", new() { ["Name"] = topic, ["SecretString"] = """{"username":"drill","password":"drill.key"}""" }, default);

        Regions.Set("AWS_ENDPOINT_URL_MONITORING", _metrics.Endpoint);
        Regions.Set("AWS_ENDPOINT_URL_SNS", _topic.Endpoint);
        Regions.Set("ALERT_TOPIC_ARN", $"arn:aws:sns:{TwoRegions.Secondary}:123456789012:{topic}");
        Regions.Set("AUDIT_BUCKET", topic);
        Regions.Set("DRILL_METRIC_NAMESPACE", "PaymentDr/dev/drill");
        Regions.Set("DRILL_SWITCH_METRIC", Metric);
        Regions.Set("DRILL", new JsonObject
        {
            ["door"] = _name.Endpoint,
            ["homeDoor"] = _home.Endpoint,
            ["awayDoor"] = _away.Endpoint,
            ["keySecret"] = (string)secret["ARN"]!,
            ["objectiveSeconds"] = 180,
        }.ToJsonString());
    }

    private void Publish(string operation, string body)
    {
        if (operation == "PutMetricData" && JsonNode.Parse(body) is { } put)
        {
            Published.Add(((string)put["Namespace"]!, (string)put["MetricData"]![0]!["MetricName"]!, (double)put["MetricData"]![0]!["Value"]!));
        }
    }

    private static LoopbackHttp Healthy(string region, string build) => new((context, _) => SendAsync(context, 200, Health(region, build)));

    private Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        if (LeadsTo(Switch) is not { } region)
        {
            context.Response.Abort();
            return Task.CompletedTask;
        }

        return context.Request.Url!.AbsolutePath switch
        {
            "/health" => SendAsync(context, 200, Health(region, "build")),
            "/payments" => TakesPayments ? SendAsync(context, 201, Payment(context.Request.Headers["Idempotency-Key"]!, "accepted")) : SendAsync(context, 503, new JsonObject()),
            var path => SendAsync(context, 200, Payment(path.Split('/')[^1], Settles && _asked.AddOrUpdate(path, 1, (_, times) => times + 1) > 1 ? "settled" : "accepted")),
        };
    }

    private static Task SendAsync(HttpListenerContext context, int status, JsonNode body) =>
        LoopbackHttp.SendAsync(context.Response, status, Encoding.UTF8.GetBytes(body.ToJsonString()));

    private static JsonObject Health(string region, string build) => new() { ["status"] = "ok", ["region"] = region, ["site"] = "any", ["build"] = build };

    private static JsonObject Payment(string key, string state) => new()
    {
        ["id"] = key,
        ["idempotencyKey"] = key,
        ["amount"] = 1,
        ["currency"] = "EUR",
        ["payer"] = "tok_drill_payer",
        ["payee"] = "tok_drill_payee",
        ["acceptedAt"] = "2026-11-21T12:00:00.000Z",
        ["state"] = state,
        ["durability"] = "BOTH",
    };
}
