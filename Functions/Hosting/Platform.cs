using Amazon.DynamoDBv2;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Hosting;

/// <summary>What functions and the service are built from. Each part is made when it is first asked for, and once: a client takes a good part of a cold start.</summary>
public sealed class Platform(Variables variables, TimeProvider clock)
{
    /// <summary>A local replica that takes longer than this is as good as gone.</summary>
    private static readonly TimeSpan LocalBudget = TimeSpan.FromSeconds(1);

    private const int PeerBudgetInMilliseconds = 500;
    private const int Tries = 2;

    private readonly Endpoints _endpoints = new(variables.Find);

    public TimeProvider Clock => clock;

    public Variables Variables => variables;

    public Site Site => variables.Get<Site>("SITE");

    public Site PeerSite => Site is Site.Primary ? Site.Secondary : Site.Primary;

    public string Build => variables.Get("BUILD");

    public string Table => variables.Get("LEDGER_TABLE");

    public AwsRegion Region => field ??= In(variables.Get("AWS_REGION"));

    public AwsRegion PeerRegion => field ??= In(variables.Get("PEER_REGION"));

    public ILedger Ledger => field ??= new DynamoLedger(Site, Table, Dynamo, LocalReach);

    /// <summary>The peer's replica, or what stands for one that people have declared lost.</summary>
    public ILedger PeerLedger => field ??= variables.Is("PEER_IS_LOST")
        ? new LostLedger(PeerSite)
        : new DynamoLedger(PeerSite, Table, PeerRegion.DynamoDb(PeerBudget), new Reach($"the ledger of {PeerSite}", PeerBudget, Tries));

    public IAmazonDynamoDB Dynamo => field ??= Region.DynamoDb(LocalBudget);

    public Sightings Sightings => field ??= new(Table, Dynamo, LocalReach);

    public IBooks Books => field ??= new AuroraBooks(Database, new Reach($"the books of {Site}", DataApiClient.Limit, Tries: 1));

    public Database Database => field ??= new(
        DataApiClient.In(Region), variables.Get("BOOKS_CLUSTER_ARN"), variables.Get("BOOKS_SECRET_ARN"), DatabaseName);

    public string DatabaseName => variables.Find("BOOKS_DATABASE") ?? "books";

    public Acceptance Acceptance => new(Ledger, PeerLedger, variables.Get<PeerLossPolicy>("ON_PEER_LOSS", PeerLossPolicy.Accept), clock);

    public Door Door => new(Acceptance, new Inquiry(Ledger, PeerLedger));

    public Health Health => new(Site, Region.Name, Build, Table, Dynamo, clock);

    public ApiKeys Keys => ApiKeys.In(new ParameterStore(Region), variables.Get("KEYS_PATH"), clock);

    public Settlement Settlement => new(Ledger, PeerLedger, Books);

    public AwsRegion In(string region) => new(region, _endpoints);

    /// <summary>Under a role of the other region, which nobody else may assume.</summary>
    public async Task<AwsRegion> PeerRegionAsAsync(string role, CancellationToken cancellation) =>
        new(PeerRegion.Name, _endpoints, await new SecurityTokens(Region).AssumeAsync(role, cancellation));

    private TimeSpan PeerBudget => TimeSpan.FromMilliseconds(variables.Get("PEER_BUDGET_MS", PeerBudgetInMilliseconds, most: 3000));

    private Reach LocalReach => new($"the ledger of {Site}", LocalBudget, Tries);
}
