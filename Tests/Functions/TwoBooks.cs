using System.Text.Json.Nodes;
using Amazon.Runtime;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Tests.Postgres;

namespace PaymentDr.Tests.Functions;

/// <summary>
/// The books of two regions: a real PostgreSQL and its streaming standby behind a Data API, with logins in the emulator's Secrets Manager and
/// a global database in its RDS that says which of them writes.
/// </summary>
internal sealed class TwoBooks : IAsyncDisposable
{
    private const string AdminPassword = "admin-of-the-tests";

    private readonly TemporaryFolder _folder = new();
    private readonly DataApi _api;
    private readonly List<PostgresServer> _servers = [];

    private TwoBooks(TwoRegions regions)
    {
        Regions = regions;
        _api = new DataApi(FindLoginAsync);
    }

    public TwoRegions Regions { get; }

    public PostgresServer Server => _servers[0];

    public PostgresServer Standby => _servers[1];

    public string AdminSecret { get; private set; } = "";

    public string AppSecret { get; private set; } = "";

    public string CandidateSecret { get; private set; } = "";

    public IReadOnlyCollection<string> Statements => _api.Statements;

    public string ClusterOf(Site site) => $"arn:aws:rds:{TwoRegions.NameOf(site)}:123456789012:cluster:{Regions.Table}-{site.ToString().ToLowerInvariant()}";

    /// <summary>Without a schema yet: that is the function migrate's to bring.</summary>
    public static async Task<TwoBooks> CreateAsync()
    {
        if (PostgresServer.FindObstacle() is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        var books = new TwoBooks(await TwoRegions.CreateAsync());
        books.StartServers();
        await books.CreateSecretsAsync();
        await books.CreateGlobalDatabaseAsync();
        books.SetVariables();
        return books;
    }

    public Platform Platform(Site site, TimeProvider? clock = null) => new(new Variables(Environment(site).GetValueOrDefault), clock ?? TimeProvider.System);

    public Dictionary<string, string> Environment(Site site) => new(Regions.Environment(site))
    {
        ["BOOKS_CLUSTER_ARN"] = ClusterOf(site),
        ["BOOKS_SECRET_ARN"] = AppSecret.Replace(TwoRegions.Primary, TwoRegions.NameOf(site), StringComparison.Ordinal),
        ["BOOKS_DATABASE"] = "postgres",
        ["ADMIN_SECRET_ARN"] = AdminSecret,
        ["CANDIDATE_SECRET_ARN"] = CandidateSecret,
        ["GLOBAL_DATABASE"] = Regions.Table,
    };

    public Invoke Function(string name, Site site = Site.Primary, TimeProvider? clock = null) => new(Catalog.Build(name, Platform(site, clock)));

    /// <summary>Region and all: what the emulator's RDS says of the writer is not asked by what settles.</summary>
    public void LosePrimary() => Server.Crash();

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        foreach (var server in Enumerable.Reverse(_servers))
        {
            server.Dispose();
        }

        _folder.Dispose();
    }

    private void StartServers()
    {
        _servers.Add(PostgresServer.Init(_folder.Path));
        Server.Start();
        Server.Query($"create role books_admin superuser login password '{AdminPassword}'");
        _servers.Add(Server.Clone());
        Standby.Start();
        _api.AddCluster(ClusterOf(Site.Primary), Server);
        _api.AddCluster(ClusterOf(Site.Secondary), Standby);
    }

    private async Task CreateSecretsAsync()
    {
        AdminSecret = await CreateSecretAsync("admin", new Login("books_admin", AdminPassword));
        AppSecret = await CreateSecretAsync("app", new Login("app_a", "first-password"));
        CandidateSecret = await CreateSecretAsync("candidate", new Login("app_b", "unused"));
    }

    private async Task<string> CreateSecretAsync(string name, Login login)
    {
        var secrets = new JsonService(Regions.Region(Site.Primary).Service("secretsmanager"), "secretsmanager", "1.1");
        var answer = await secrets.CallAsync(
            "CreateSecret",
            new()
            {
                ["Name"] = $"{Regions.Table}-{name}",
                ["SecretString"] = new JsonObject { ["username"] = login.Username, ["password"] = login.Password }.ToJsonString(),
                ["AddReplicaRegions"] = new JsonArray(new JsonObject { ["Region"] = TwoRegions.Secondary }),
            },
            default);

        return answer["ARN"]!.GetValue<string>();
    }

    private async Task CreateGlobalDatabaseAsync()
    {
        const string version = "2014-10-31";
        await Regions.Region(Site.Primary).Service("rds").CallAsync(
            AwsRequest.Form("CreateGlobalCluster", version, ("GlobalClusterIdentifier", Regions.Table), ("Engine", "aurora-postgresql")), default);
        await Regions.Region(Site.Primary).Service("rds").CallAsync(
            AwsRequest.Form(
                "CreateDBCluster",
                version,
                ("DBClusterIdentifier", new ClusterArn(ClusterOf(Site.Primary)).Identifier),
                ("Engine", "aurora-postgresql"),
                ("GlobalClusterIdentifier", Regions.Table),
                ("MasterUsername", "books_admin"),
                ("MasterUserPassword", AdminPassword)),
            default);
    }

    private void SetVariables()
    {
        Regions.Set("AWS_ENDPOINT_URL_RDS_DATA", _api.Endpoint);
        Regions.Set("AUDIT_BUCKET", Regions.Table);
        Regions.Set("EVENT_BUS", "default");
    }

    private async Task<(string User, string Password)?> FindLoginAsync(string secret)
    {
        var site = secret.Contains(TwoRegions.Secondary, StringComparison.Ordinal) ? Site.Secondary : Site.Primary;
        try
        {
            var login = await new SecretStore(Regions.Region(site)).GetAsync(secret, default);
            return (login.Username, login.Password);
        }
        catch (Exception exception) when (exception is AmazonServiceException or InvalidOperationException)
        {
            return null;
        }
    }
}
