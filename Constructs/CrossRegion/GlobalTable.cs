using HashiCorp.Cdktf.Providers.Aws.DynamodbTable;
using HashiCorp.Cdktf.Providers.Aws.DynamodbTag;

namespace PaymentDr;

public sealed record GlobalTableInputs
{
    public required string Purpose { get; init; }

    public required string PartitionKey { get; init; }

    public string? SortKey { get; init; }

    /// <summary>An index over all attributes, by its name and its two keys.</summary>
    public (string Name, string PartitionKey, string SortKey)? Index { get; init; }

    /// <summary>The attribute that says when an item goes; null where none does.</summary>
    public string? ExpiryAttribute { get; init; }

    public required PerRegion<EncryptionKeys> Keys { get; init; }

    public required Protection Protection { get; init; }
}

/// <summary>A table that both regions write. What one writes the other has a moment later, and the last writer wins.</summary>
public sealed class GlobalTable
{
    /// <summary>Nothing is changed or removed here, so nobody may.</summary>
    private static readonly string[] AddAndRead = ["dynamodb:PutItem", "dynamodb:Query"];

    private readonly GlobalTableInputs _inputs;

    public GlobalTable(PerRegion<Region> regions, GlobalTableInputs inputs)
    {
        _inputs = inputs;
        var (home, away) = regions.Map(region => new Side(region, inputs.Purpose));

        Table = new DynamodbTable(home, "table", new DynamodbTableConfig
        {
            Provider = home.Region.Provider,
            Name = home.Region.SharedName("table", inputs.Purpose),
            BillingMode = "PAY_PER_REQUEST",
            HashKey = inputs.PartitionKey,
            RangeKey = inputs.SortKey,
            Attribute = Attributes(inputs),
            GlobalSecondaryIndex = inputs.Index is { } index
                ? new[] { new DynamodbTableGlobalSecondaryIndex { Name = index.Name, HashKey = index.PartitionKey, RangeKey = index.SortKey, ProjectionType = "ALL" } }
                : null,
            Ttl = inputs.ExpiryAttribute is { } expiry ? new DynamodbTableTtl { AttributeName = expiry, Enabled = true } : null,
            // What a global table has anyway; said, so that no plan wants to take it away.
            StreamEnabled = true,
            StreamViewType = "NEW_AND_OLD_IMAGES",
            PointInTimeRecovery = new DynamodbTablePointInTimeRecovery { Enabled = true },
            ServerSideEncryption = new DynamodbTableServerSideEncryption { Enabled = true, KmsKeyArn = inputs.Keys.Primary.Data.Key.Arn },
            DeletionProtectionEnabled = inputs.Protection is Protection.Guarded,
            // The provider cannot protect a replica, and would remove it before AWS refuses to remove the table.
            Lifecycle = inputs.Protection.Lifecycle(),
            Replica = new[]
            {
                new DynamodbTableReplica
                {
                    RegionName = away.Region.Code,
                    KmsKeyArn = inputs.Keys.Secondary.Data.Key.Arn,
                    PointInTimeRecovery = true,
                    // They would carry the primary's region.
                    PropagateTags = false,
                },
            },
        });

        DynamodbTag? previous = null;
        foreach (var (key, value) in away.Region.Tags)
        {
            previous = new DynamodbTag(away, $"tag-{key}", new DynamodbTagConfig
            {
                Provider = away.Region.Provider,
                ResourceArn = ReplicaAttribute("arn"),
                Key = key,
                Value = value,
                // One after the other: DynamoDB locks a table's tags while one is written.
                DependsOn = previous is null ? null : [previous],
            });
        }

        Arns = new PerRegion<string>(Table.Arn, ReplicaAttribute("arn"));
        Streams = new PerRegion<string>(Table.StreamArn, ReplicaAttribute("stream_arn"));
    }

    public DynamodbTable Table { get; }

    /// <summary>In each region the table has the same arn, but for the region.</summary>
    public PerRegion<string> Arns { get; }

    /// <summary>The arn of each region's stream of what is written there.</summary>
    public PerRegion<string> Streams { get; }

    /// <summary>Lets a role of a region add facts, and read those of a payment, in both.</summary>
    public IReadOnlyList<PolicyStatement> AddEverywhere(Region from) => Use(AddAndRead, Arns.From(from), [.. _inputs.Keys.From(from).Select(keys => keys.Data)]);

    /// <summary>Lets a role add and read in one region.</summary>
    public IReadOnlyList<PolicyStatement> AddIn(Region region) => Use(AddAndRead, [Arns[region]], [_inputs.Keys[region].Data]);

    /// <summary>Lets a role read in one region.</summary>
    public IReadOnlyList<PolicyStatement> ReadIn(Region region) => Use(["dynamodb:Query"], [Arns[region]], [_inputs.Keys[region].Data]);

    /// <summary>Lets a role prove that a region's replica can be written and read.</summary>
    public IReadOnlyList<PolicyStatement> ProveIn(Region region) => Use(["dynamodb:GetItem", "dynamodb:PutItem"], [Arns[region]], [_inputs.Keys[region].Data]);

    /// <summary>Lets a role that may add prove it.</summary>
    public PolicyStatement ReadBackIn(Region region) => new() { Sid = "ReadBack", Actions = ["dynamodb:GetItem"], Resources = [Arns[region]] };

    /// <summary>Lets a role that may read look for items by the index.</summary>
    public PolicyStatement SearchIn(Region region) => new()
    {
        Sid = "SearchFacts",
        Actions = ["dynamodb:Query"],
        Resources = [$"{Arns[region]}/index/{_inputs.Index!.Value.Name}"],
    };

    /// <summary>Lets a role follow what is written in one region.</summary>
    public IReadOnlyList<PolicyStatement> FollowIn(Region region) =>
    [
        new()
        {
            Sid = "FollowStream",
            Actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
            Resources = [Streams[region]],
        },
        EncryptionKey.By("dynamodb", "ReadStream", ["kms:Decrypt"], _inputs.Keys[region].Data),
    ];

    private static IReadOnlyList<PolicyStatement> Use(string[] actions, string[] tables, EncryptionKey[] keys) =>
    [
        new()
        {
            Sid = "AddFacts",
            Actions = actions,
            Resources = tables,
        },
        EncryptionKey.By(
            "dynamodb",
            "EncryptFacts",
            ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
            keys),
    ];

    /// <summary>Terraform keeps replicas as a set, which has no first element by itself.</summary>
    private string ReplicaAttribute(string attribute) => $"${{one({Table.Fqn}.replica).{attribute}}}";

    private static DynamodbTableAttribute[] Attributes(GlobalTableInputs inputs) =>
    [
        .. new[] { inputs.PartitionKey, inputs.SortKey, inputs.Index?.PartitionKey, inputs.Index?.SortKey }
            .OfType<string>()
            .Distinct()
            .Select(name => new DynamodbTableAttribute { Name = name, Type = "S" }),
    ];

    /// <summary>What a region holds of the table.</summary>
    private sealed class Side(Region region, string purpose) : RegionalConstruct(region, $"table-{purpose}");
}
