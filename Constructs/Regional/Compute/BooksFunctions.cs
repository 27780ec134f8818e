using HashiCorp.Cdktf.Providers.Aws.LambdaPermission;

namespace PaymentDr;

/// <summary>What takes care of the books themselves, wherever they are written: their schema, and the logins to them.</summary>
public sealed class BooksFunctions : RegionalConstruct
{
    private const int Megabytes = 512;

    public BooksFunctions(FunctionSite site, GlobalDatabase books) : base(site.Region, "books-care")
    {
        (string, string)[] variables =
        [
            ("ADMIN_SECRET_ARN", books.Admin.Arns[Region]),
            ("BOOKS_DATABASE", books.Database.DatabaseName),
            ("BOOKS_SECRET_ARN", books.App.Arns[Region]),
            ("GLOBAL_DATABASE", books.Database.Id),
        ];
        Migrate = new RegionFunction(this, site, new()
        {
            Name = "migrate",
            Description = "Brings the books' schema to what this build needs",
            Seconds = 300,
            Megabytes = Megabytes,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = site.Variables(variables),
            Statements = books.MigrateEverywhere(Region),
        });
        RotateSecret = new RegionFunction(this, site, new()
        {
            Name = "rotate-secret",
            Description = "Exchanges the logins of the books",
            Seconds = 120,
            Megabytes = Megabytes,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = site.Variables([.. variables, ("CANDIDATE_SECRET_ARN", books.Candidate.Arns[Region])]),
            Statements = books.ExchangeEverywhere(Region),
        });
        RotationPermission = new LambdaPermission(RotateSecret, "permission", new LambdaPermissionConfig
        {
            Provider = Region.Provider,
            StatementId = "StartedBySecretsManager",
            FunctionName = RotateSecret.Function.FunctionName,
            Action = "lambda:InvokeFunction",
            Principal = "secretsmanager.amazonaws.com",
            SourceAccount = Region.AccountId,
        });
    }

    public RegionFunction Migrate { get; }

    public RegionFunction RotateSecret { get; }

    /// <summary>Secrets Manager tries the function as soon as a rotation is set up.</summary>
    public LambdaPermission RotationPermission { get; }
}
