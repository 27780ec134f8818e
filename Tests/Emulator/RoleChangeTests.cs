using Amazon.Runtime;
using PaymentDr.Aws;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>A failover is not Terraform's, and the next plan must not undo it.</summary>
[TestFixture]
[Category("Emulator")]
[Order(22)]
public sealed class RoleChangeTests
{
    private const string Books = "database-books-dev";

    [Test]
    public void Books_that_changed_their_roles_are_no_drift()
    {
        SwitchOver(to: "secondary", "us-west-2", from: "us-east-1");
        var plan = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);
        SwitchOver(to: "primary", "us-east-1", from: "us-west-2");

        Assert.That(plan.ExitCode, Is.Zero, plan.ToString());
    }

    /// <summary>The Data API answers where the cluster writes, and the books behind it are the same.</summary>
    [Test]
    public async Task Books_are_written_in_the_region_that_failed_over()
    {
        await WriteAsync("us-east-1", "primary");
        Make($"rds failover-global-cluster --global-cluster-identifier {Books} --target-db-cluster-identifier {Arn("secondary", "us-west-2")} --allow-data-loss", "us-west-2");
        var meanwhile = await Task.WhenAll(TryAsync("us-east-1", "primary"), TryAsync("us-west-2", "secondary"));
        SwitchOver(to: "primary", "us-east-1", from: "us-west-2");

        Assert.That(meanwhile, Is.EqualTo(new[] { "InvalidResourceStateException", "" }));
        await WriteAsync("us-east-1", "primary");
        Assert.That(await TryAsync("us-west-2", "secondary"), Is.EqualTo("InvalidResourceStateException"));
    }

    /// <returns>Why it was refused.</returns>
    private static async Task<string> TryAsync(string region, string role)
    {
        try
        {
            await WriteAsync(region, role);
            return "";
        }
        catch (AmazonServiceException refusal)
        {
            return refusal.ErrorCode;
        }
    }

    /// <summary>What only a writer gives.</summary>
    private static async Task WriteAsync(string region, string role)
    {
        var endpoint = new AwsRegion(region, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? EmulatorSetup.Books.DataApi : null));
        var secret = Make("secretsmanager describe-secret --secret-id secret-books-app-dev --query ARN", region);
        await new Database(DataApiClient.In(endpoint), Arn(role, region), secret, GlobalDatabase.DatabaseName).ExecuteAsync("select txid_current()", [], default);
    }

    private static void SwitchOver(string to, string region, string from)
    {
        var target = Arn(to, region);
        Make($"rds switchover-global-cluster --global-cluster-identifier {Books} --target-db-cluster-identifier {target}", from);

        Assert.That(Make($"rds describe-global-clusters --global-cluster-identifier {Books} --query GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn|[0]", region), Is.EqualTo(target));
    }

    private static string Arn(string role, string region) => Make($"rds describe-db-clusters --db-cluster-identifier cluster-books-{role}-dev --query DBClusters[0].DBClusterArn", region);
}
