using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Payments;

namespace PaymentDr.Aws;

/// <summary>Whether this region can take payments on: whether its own replica can be written and read. Never anything else.</summary>
public sealed class Health(Site site, string region, string build, string table, IAmazonDynamoDB dynamo, TimeProvider clock)
{
    /// <summary>The whole answer must be there within 2 s of connecting.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private const string At = "at";

    private Dictionary<string, AttributeValue> Key { get; } = new()
    {
        [LedgerSchema.PartitionKey] = LedgerItems.Text(LedgerSchema.Health(site)),
        [LedgerSchema.SortKey] = LedgerItems.Text("health"),
    };

    public static bool IsAskedBy(string method, string path) => (method, path) is ("GET", DoorPaths.Health);

    /// <summary>Of a process that is about to stop, however well its region is.</summary>
    public Answer Draining => Say(503, "draining");

    public async Task<Answer> CheckAsync(CancellationToken cancellation) =>
        await CanWriteAndReadAsync(cancellation) ? Say(200, HealthView.Ok) : Say(503, "ledger-unreachable");

    private Answer Say(int httpStatus, string status) => new(
        httpStatus,
        "application/json",
        JsonSerializer.SerializeToUtf8Bytes(new HealthView(status, region, site.ToString().ToLowerInvariant(), build), HealthJson.Default.HealthView));

    private async Task<bool> CanWriteAndReadAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await dynamo.PutItemAsync(new PutItemRequest { TableName = table, Item = new(Key) { [At] = LedgerItems.Text(LedgerItems.Time(clock.GetUtcNow())) } }, limit.Token);
            return (await dynamo.GetItemAsync(new GetItemRequest { TableName = table, Key = Key, ConsistentRead = true }, limit.Token)).IsItemSet;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>What a region says of itself.</summary>
public sealed record HealthView(string Status, string Region, string Site, string Build)
{
    public const string Ok = "ok";
}

/// <summary>Health on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthView))]
public sealed partial class HealthJson : JsonSerializerContext;
