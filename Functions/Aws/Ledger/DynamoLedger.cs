using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Payments;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PaymentDr.Aws;

/// <summary>One region's replica of the ledger's table. Every read is consistent within the region but that of the index.</summary>
public sealed class DynamoLedger(Site site, string table, IAmazonDynamoDB dynamo, Reach reach) : ILedger
{
    private const string ConditionFailed = "ConditionalCheckFailed";
    private const string IsAbsent = $"attribute_not_exists({LedgerSchema.SortKey})";
    private const string IsAbsentOrSame = $"{IsAbsent} or {LedgerSchema.Fingerprint} = :fingerprint";

    public Site Site => site;

    public async Task<PaymentFacts> ReadAsync(PaymentId payment, CancellationToken cancellation) =>
        new([.. (await QueryAsync(AllOf(payment.Value), cancellation)).Select(LedgerItems.ToFact)]);

    public Task<Entry> AcceptAsync(Accepted accepted, CancellationToken cancellation) => reach.CallAsync<Entry>(
        async token =>
        {
            try
            {
                await dynamo.TransactWriteItemsAsync(Together(accepted), token);
                return new Entry.Stands(accepted, IsNew: true);
            }
            catch (TransactionCanceledException refusal) when (refusal.CancellationReasons is [_, { Code: ConditionFailed } fact])
            {
                // A request that stands, stands, whatever the guard says: both sites may have taken on another one under its key.
                return new Entry.Stands(LedgerItems.ToAccepted(fact.Item), IsNew: false);
            }
            catch (TransactionCanceledException refusal) when (refusal.CancellationReasons is [{ Code: ConditionFailed } guard, _])
            {
                return new Entry.Refused((Guard)LedgerItems.ToFact(guard.Item));
            }
        },
        cancellation);

    public Task AddAsync(Fact fact, CancellationToken cancellation) => PutIfAbsentAsync(LedgerItems.Of(fact), cancellation);

    public Task<Epoch> CurrentEpochAsync(CancellationToken cancellation) => reach.CallAsync(
        async token =>
        {
            var newest = AllOf(LedgerSchema.Reigns);
            newest.ScanIndexForward = false;
            newest.Limit = 1;
            var found = (await dynamo.QueryAsync(newest, token)).Items;
            return found is [var item] ? LedgerItems.EpochOf(item) : Epoch.First;
        },
        cancellation);

    public Task<bool> BeginAsync(Epoch epoch, CancellationToken cancellation) => PutIfAbsentAsync(
        new Item
        {
            [LedgerSchema.PartitionKey] = LedgerItems.Text(LedgerSchema.Reigns),
            // Sorted as text: ten digits hold every number.
            [LedgerSchema.SortKey] = LedgerItems.Text(string.Create(CultureInfo.InvariantCulture, $"epoch#{epoch.Number:0000000000}")),
            [LedgerSchema.Epoch] = LedgerItems.Number(epoch.Number),
        },
        cancellation);

    public async Task<IReadOnlyCollection<Accepted>> AcceptedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var partitions = Hours(from, until).SelectMany(hour => Enumerable.Range(0, LedgerSchema.Shards).Select(shard => LedgerItems.HourOf(hour, shard)));
        var pages = await Task.WhenAll(partitions.Select(partition => QueryAsync(InHour(partition, from, until), cancellation)));

        return [.. pages.SelectMany(items => items).Select(LedgerItems.ToAccepted)];
    }

    private static IEnumerable<DateTimeOffset> Hours(DateTimeOffset from, DateTimeOffset until)
    {
        var first = from.UtcDateTime.Date.AddHours(from.UtcDateTime.Hour);
        for (var hour = new DateTimeOffset(first, TimeSpan.Zero); hour < until; hour += TimeSpan.FromHours(1))
        {
            yield return hour;
        }
    }

    private TransactWriteItemsRequest Together(Accepted accepted) => new()
    {
        TransactItems =
        [
            new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table,
                    Item = LedgerItems.Of(accepted.Guard),
                    ConditionExpression = IsAbsentOrSame,
                    ExpressionAttributeValues = new Item { [":fingerprint"] = LedgerItems.Text(accepted.Fingerprint.Value) },
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
            },
            new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table,
                    Item = LedgerItems.Of(accepted),
                    ConditionExpression = IsAbsent,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
            },
        ],
    };

    private QueryRequest AllOf(string partition) => new()
    {
        TableName = table,
        KeyConditionExpression = $"{LedgerSchema.PartitionKey} = :partition",
        ExpressionAttributeValues = new Item { [":partition"] = LedgerItems.Text(partition) },
        ConsistentRead = true,
    };

    private QueryRequest InHour(string partition, DateTimeOffset from, DateTimeOffset until) => new()
    {
        TableName = table,
        IndexName = LedgerSchema.HourIndex,
        KeyConditionExpression = "#hour = :hour and #at between :from and :through",
        // The words are reserved, or may become so.
        ExpressionAttributeNames = new Dictionary<string, string> { ["#hour"] = LedgerSchema.Hour, ["#at"] = LedgerSchema.AcceptedAt },
        ExpressionAttributeValues = new Item
        {
            [":hour"] = LedgerItems.Text(partition),
            [":from"] = LedgerItems.Text(LedgerItems.Time(from)),
            // Times are kept in milliseconds, so the last one before the end is one less.
            [":through"] = LedgerItems.Text(LedgerItems.Time(until - TimeSpan.FromMilliseconds(1))),
        },
    };

    private async Task<List<Item>> QueryAsync(QueryRequest query, CancellationToken cancellation)
    {
        var items = new List<Item>();
        do
        {
            // Each page has the budget of a call: how many there are is not known before.
            var page = await reach.CallAsync(token => dynamo.QueryAsync(query, token), cancellation);
            items.AddRange(page.Items ?? []);
            query.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (query.ExclusiveStartKey is { Count: > 0 });

        return items;
    }

    private Task<bool> PutIfAbsentAsync(Item item, CancellationToken cancellation) => reach.CallAsync(
        async token =>
        {
            try
            {
                await dynamo.PutItemAsync(new PutItemRequest { TableName = table, Item = item, ConditionExpression = IsAbsent }, token);
                return true;
            }
            catch (ConditionalCheckFailedException)
            {
                return false;
            }
        },
        cancellation);
}
