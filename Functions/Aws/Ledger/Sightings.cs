using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Payments;

namespace PaymentDr.Aws;

/// <summary>
/// What a site saw of the platform, kept in the ledger's table and replicated with it. Each site overwrites only its own, so that no write
/// can take another's place; nothing about payments is kept here.
/// </summary>
public sealed class Sightings(string table, IAmazonDynamoDB dynamo, Reach reach)
{
    private const string At = "at";

    /// <summary>Under one name the newest one counts.</summary>
    public Task PutAsync(Site by, Sighting sighting, CancellationToken cancellation) => reach.CallAsync(
        token =>
        {
            var item = sighting.Details.ToDictionary(detail => $"_{detail.Key}", detail => LedgerItems.Text(detail.Value));
            item[LedgerSchema.PartitionKey] = LedgerItems.Text(LedgerSchema.Sightings(by));
            item[LedgerSchema.SortKey] = LedgerItems.Text(sighting.Name);
            item[At] = LedgerItems.Text(LedgerItems.Time(sighting.At));
            return dynamo.PutItemAsync(new PutItemRequest { TableName = table, Item = item }, token);
        },
        cancellation);

    /// <summary>All of a site's, as this region's replica has them.</summary>
    public Task<IReadOnlyList<Sighting>> ReadAsync(Site by, CancellationToken cancellation) => reach.CallAsync<IReadOnlyList<Sighting>>(
        async token =>
        {
            var answer = await dynamo.QueryAsync(
                new QueryRequest
                {
                    TableName = table,
                    KeyConditionExpression = $"{LedgerSchema.PartitionKey} = :site",
                    ExpressionAttributeValues = new() { [":site"] = LedgerItems.Text(LedgerSchema.Sightings(by)) },
                    ConsistentRead = true,
                },
                token);

            // What somebody else put there must not hide the rest.
            return [.. (answer.Items ?? []).Where(item => item.TryGetValue(At, out var at) && LedgerItems.IsTime(at.S)).Select(ToSighting)];
        },
        cancellation);

    private static Sighting ToSighting(Dictionary<string, AttributeValue> item) => new(
        item[LedgerSchema.SortKey].S,
        LedgerItems.ParseTime(item[At].S),
        item.Where(attribute => attribute.Key.StartsWith('_')).ToDictionary(attribute => attribute.Key[1..], attribute => attribute.Value.S));
}

/// <summary>Something that a site saw, and when.</summary>
public sealed record Sighting(string Name, DateTimeOffset At, IReadOnlyDictionary<string, string> Details)
{
    public Sighting(string name, DateTimeOffset at, params (string Name, string Value)[] details)
        : this(name, at, details.ToDictionary(detail => detail.Name, detail => detail.Value))
    {
    }

    /// <summary>However it is written: workflows write it, too.</summary>
    public bool Is(string detail) => bool.TryParse(Details.GetValueOrDefault(detail), out var value) && value;
}
