using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>A failover is not Terraform's, and the next plan must not undo it.</summary>
[TestFixture]
[Category("Emulator")]
[Order(22)]
public sealed class RoleChangeTests
{
    private const string Database = "database-books-dev";

    [Test]
    public void Books_that_changed_their_roles_are_no_drift()
    {
        SwitchOver(to: "secondary", "us-west-2");
        var plan = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);
        SwitchOver(to: "primary", "us-east-1");

        Assert.That(plan.ExitCode, Is.Zero, plan.ToString());
    }

    private static void SwitchOver(string to, string region)
    {
        var target = Make($"rds describe-db-clusters --db-cluster-identifier cluster-books-{to}-dev --query DBClusters[0].DBClusterArn", region);
        Make($"rds switchover-global-cluster --global-cluster-identifier {Database} --target-db-cluster-identifier {target}", region);

        Assert.That(Make($"rds describe-global-clusters --global-cluster-identifier {Database} --query GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn|[0]", region), Is.EqualTo(target));
    }
}
