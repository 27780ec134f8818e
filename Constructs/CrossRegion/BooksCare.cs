using System.Reflection;
using System.Security.Cryptography;
using HashiCorp.Cdktf.Providers.Aws.LambdaInvocation;
using HashiCorp.Cdktf.Providers.Aws.SecretsmanagerSecretRotation;

namespace PaymentDr;

/// <summary>The books' schema is brought, and the logins to them exchanged, from the region that they begin in.</summary>
public sealed class BooksCare
{
    private const int RotateAfterDays = 30;

    public BooksCare(GlobalDatabase books, BooksFunctions functions)
    {
        var home = new Side(functions.Region);
        Migration = new LambdaInvocation(home, "migration", new LambdaInvocationConfig
        {
            Provider = home.Region.Provider,
            FunctionName = functions.Migrate.Function.FunctionName,
            Input = "{}",
            // Again when there is another schema, and in other books.
            Triggers = new Dictionary<string, string> { ["schema"] = SchemaHash(), ["books"] = books.Clusters.Primary.Cluster.ClusterResourceId },
            // The function finds the writer, which needs an instance to answer, and sets the password that the application's secret holds.
            DependsOn = [.. books.Clusters.Primary.Instances, books.Admin.Value, books.App.Value],
        });

        Rotate("admin", books.Admin);
        Rotate("app", books.App);

        void Rotate(string id, ReplicatedLogin login) => _ = new SecretsmanagerSecretRotation(home, $"rotation-{id}", new SecretsmanagerSecretRotationConfig
        {
            Provider = home.Region.Provider,
            SecretId = login.Secret.Id,
            RotationLambdaArn = functions.RotateSecret.Function.Arn,
            // An apply must not wait for one, nor fail by one.
            RotateImmediately = false,
            RotationRules = new SecretsmanagerSecretRotationRotationRules { AutomaticallyAfterDays = RotateAfterDays },
            DependsOn = [functions.RotationPermission, Migration, books.Candidate.Value],
        });
    }

    /// <summary>Until then nobody can settle.</summary>
    public LambdaInvocation Migration { get; }

    /// <summary>Of the migrations, which are part of this program for it.</summary>
    private static string SchemaHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var program = Assembly.GetExecutingAssembly();
        foreach (var migration in program.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = program.GetManifestResourceStream(migration)!;
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Side(Region region) : RegionalConstruct(region, "books-care-at-home");
}
