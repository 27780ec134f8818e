using HashiCorp.Cdktf.Providers.Aws.RdsGlobalCluster;

namespace PaymentDr;

/// <summary>The relational books: one database, which one region writes and the other follows until they change roles.</summary>
public sealed class GlobalDatabase
{
    public const string DatabaseName = "books";

    private readonly PerRegion<Region> _regions;

    public GlobalDatabase(PerRegion<Network> networks, PerRegion<EncryptionKeys> keys, BooksSettings settings, Protection protection)
    {
        var regions = networks.Map(network => network.Region);
        _regions = regions;
        var home = new Side(regions.Primary);
        var isGuarded = protection is Protection.Guarded;

        Admin = Login("books-admin", "The admin of the books", "books_admin");
        App = Login("books-app", "The application's login to the books", "app_a");
        Candidate = Login("books-candidate", "The application's next login, while a rotation tries it", "app_b");

        Database = new RdsGlobalCluster(home, "database", new RdsGlobalClusterConfig
        {
            Provider = home.Region.Provider,
            GlobalClusterIdentifier = home.Region.SharedName("database", "books"),
            Engine = "aurora-postgresql",
            EngineVersion = settings.EngineVersion,
            DatabaseName = DatabaseName,
            StorageEncrypted = true,
            DeletionProtection = isGuarded,
            // Members are removed before it; a stray one must not keep it.
            ForceDestroy = !isGuarded,
            Lifecycle = protection.Lifecycle(),
        });

        var writer = new BooksCluster(regions.Primary, Inputs(regions.Primary) with
        {
            Admin = new BooksAdmin(Admin.Username, $"${{{Admin.StoredPassword}}}", ReplicatedLogin.PasswordVersion),
        });
        var follower = new BooksCluster(regions.Secondary, Inputs(regions.Secondary) with { Follows = writer });
        Clusters = new PerRegion<BooksCluster>(writer, follower);

        ReplicatedLogin Login(string purpose, string description, string username) => new(regions, new ReplicatedLoginInputs
        {
            Purpose = purpose,
            Description = description,
            Username = username,
            Keys = keys,
            Protection = protection,
        });

        BooksClusterInputs Inputs(Region region) => new()
        {
            Database = Database,
            Network = networks[region],
            Keys = keys[region],
            Settings = settings,
            Protection = protection,
        };
    }

    public RdsGlobalCluster Database { get; }

    /// <summary>By the region in which they are, whichever writes.</summary>
    public PerRegion<BooksCluster> Clusters { get; }

    /// <summary>Of the first user. Rotation changes the password in the writer and here, past Terraform.</summary>
    public ReplicatedLogin Admin { get; }

    /// <summary>One of two users in turn: one is used while the other one's password is changed.</summary>
    public ReplicatedLogin App { get; }

    /// <summary>The Data API reads the current version of a secret and no other, so the next login has a secret of its own.</summary>
    public ReplicatedLogin Candidate { get; }

    /// <summary>Lets a role read and write in one region's books, as the application does: each statement is a transaction of its own.</summary>
    public IReadOnlyList<PolicyStatement> UseIn(Region region) => [Ask(Clusters[region]), .. ReplicatedLogin.Read((App, [region]))];

    /// <summary>Lets a role ask one region's books, with a login that it can read.</summary>
    public PolicyStatement AskIn(Region region) => Ask(Clusters[region]);

    /// <summary>Lets a role see which cluster writes.</summary>
    public PolicyStatement FindWriter() => new()
    {
        Sid = "FindWriter",
        Actions = ["rds:DescribeGlobalClusters"],
        Resources = [Database.Arn],
    };

    /// <summary>Lets a role make the cluster of a region the writer, whatever has become of the other one.</summary>
    public PolicyStatement TakeOverIn(Region region) => new()
    {
        Sid = "PromoteBooks",
        Actions = ["rds:FailoverGlobalCluster"],
        Resources = [Database.Arn, Clusters[region].Cluster.Arn],
    };

    /// <summary>Lets a role make the cluster of a region the writer, while both are there.</summary>
    public PolicyStatement SwitchOverTo(Region region) => new()
    {
        Sid = "ExchangeRoles",
        Actions = ["rds:SwitchoverGlobalCluster"],
        Resources = [Database.Arn, Clusters[region].Cluster.Arn],
    };

    /// <summary>Lets a role of a region change the schema as the admin, wherever the books are written, and know the application's login.</summary>
    public IReadOnlyList<PolicyStatement> MigrateEverywhere(Region from) =>
    [
        .. AdministerEverywhere(from),
        .. ReplicatedLogin.Read((Admin, _regions.From(from)), (App, [from])),
        new()
        {
            Sid = "ChangeBooksAtOnce",
            Actions = ["rds-data:BeginTransaction", "rds-data:CommitTransaction", "rds-data:RollbackTransaction"],
            Resources = [.. Clusters.From(from).Select(cluster => cluster.Cluster.Arn)],
        },
    ];

    /// <summary>Lets a role of a region exchange logins, wherever the books are written, and look whether the next one opens.</summary>
    public IReadOnlyList<PolicyStatement> ExchangeEverywhere(Region from) =>
    [
        .. AdministerEverywhere(from),
        .. ReplicatedLogin.Read([.. new[] { Admin, App, Candidate }.Select(login => (login, _regions.From(from)))]),
        .. ReplicatedLogin.ExchangeIn(from, Admin, App, Candidate),
        ExchangeAdminPassword(from),
    ];

    private IReadOnlyList<PolicyStatement> AdministerEverywhere(Region from) =>
    [
        Ask(Clusters.From(from)),
        FindWriter(),
    ];

    /// <summary>Only the control plane can, without a login.</summary>
    private PolicyStatement ExchangeAdminPassword(Region from) => new()
    {
        Sid = "ExchangeAdminPassword",
        Actions = ["rds:ModifyDBCluster"],
        Resources = [.. Clusters.From(from).Select(cluster => cluster.Cluster.Arn)],
    };

    private static PolicyStatement Ask(params BooksCluster[] clusters) => new()
    {
        Sid = "AskBooks",
        Actions = ["rds-data:ExecuteStatement"],
        Resources = [.. clusters.Select(cluster => cluster.Cluster.Arn)],
    };

    private sealed class Side(Region region) : RegionalConstruct(region, "global-books");
}
