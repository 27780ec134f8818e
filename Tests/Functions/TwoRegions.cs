using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>The two regions of the emulator, with a ledger's table in each that nothing replicates, and the variables of functions there.</summary>
internal sealed class TwoRegions
{
    public const string Primary = "us-east-1";
    public const string Secondary = "us-west-2";

    /// <summary>Nobody listens there.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    private static int _number;

    private readonly Dictionary<string, string> _variables = new()
    {
        ["AWS_ENDPOINT_URL"] = FunctionsSetup.Emulator.Endpoint,
        ["BUILD"] = "build-1",
    };

    public string Table { get; } = $"table-ledger-{Interlocked.Increment(ref _number)}";

    public static async Task<TwoRegions> CreateAsync()
    {
        var regions = new TwoRegions();
        await regions.CreateTableAsync(Primary);
        await regions.CreateTableAsync(Secondary);
        return regions;
    }

    /// <summary>Of a service in the primary, as its task definition says them, with nobody behind its functions.</summary>
    public static async Task<Dictionary<string, string>> VariablesOfAServiceAsync()
    {
        var regions = await CreateAsync();
        regions.Set("VALIDATE_FUNCTION", "validate");
        regions.Set("PEER_VALIDATE_FUNCTION", "validate");
        return regions.Environment(Site.Primary);
    }

    /// <summary>For the functions of both sites.</summary>
    public void Set(string name, string value) => _variables[name] = value;

    public Platform Platform(Site site, TimeProvider? clock = null) => new(new Variables(Environment(site).GetValueOrDefault), clock ?? TimeProvider.System);

    public Dictionary<string, string> Environment(Site site) => new(_variables)
    {
        ["SITE"] = site.ToString(),
        ["AWS_REGION"] = NameOf(site),
        ["PEER_REGION"] = NameOf(site.Other()),
        ["LEDGER_TABLE"] = Table,
        ["KEYS_PATH"] = $"/keys/{Table}",
    };

    public AwsRegion Region(Site site) => new(NameOf(site), new Endpoints(_variables.GetValueOrDefault));

    public ILedger Ledger(Site site) => Platform(site).Ledger;

    /// <summary>The hashes of the keys that are a merchant's, as a site's doors know them.</summary>
    public Task PutKeyAsync(string merchant, string hashes, Site site = Site.Primary) => new JsonService(Region(site).Service("ssm"), "AmazonSSM", "1.1").CallAsync(
        "PutParameter",
        new() { ["Name"] = $"/keys/{Table}/{merchant}", ["Value"] = hashes, ["Type"] = "SecureString", ["Overwrite"] = true },
        default);

    public static string NameOf(Site site) => site is Site.Primary ? Primary : Secondary;

    private async Task CreateTableAsync(string region)
    {
        using var dynamo = new AwsRegion(region, new Endpoints(_variables.GetValueOrDefault)).DynamoDb(TimeSpan.FromSeconds(20));
        await dynamo.CreateTableAsync(new CreateTableRequest
        {
            TableName = Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions =
            [
                .. new[] { LedgerSchema.PartitionKey, LedgerSchema.SortKey, LedgerSchema.Hour, LedgerSchema.AcceptedAt }
                    .Select(name => new AttributeDefinition(name, ScalarAttributeType.S)),
            ],
            KeySchema = [new(LedgerSchema.PartitionKey, KeyType.HASH), new(LedgerSchema.SortKey, KeyType.RANGE)],
            GlobalSecondaryIndexes =
            [
                new()
                {
                    IndexName = LedgerSchema.HourIndex,
                    KeySchema = [new(LedgerSchema.Hour, KeyType.HASH), new(LedgerSchema.AcceptedAt, KeyType.RANGE)],
                    Projection = new() { ProjectionType = ProjectionType.ALL },
                },
            ],
        });
    }
}
