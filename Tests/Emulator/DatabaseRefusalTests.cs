using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>What AWS refuses about databases, and above all about global ones: it is what decides the order in which they come and go.</summary>
[TestFixture]
[Category("Emulator")]
[Order(20)]
public sealed class DatabaseRefusalTests
{
    private const string Region = "eu-west-1";
    private const string Elsewhere = "eu-central-1";
    private const string Admin = "--master-username root_user --master-user-password not-a-secret";

    private string _writer = "";
    private string _follower = "";
    private string _key = "";

    [OneTimeSetUp]
    public void BuildGlobalDatabase()
    {
        _key = Make("kms create-key --query KeyMetadata.Arn", Elsewhere);
        Make("rds create-global-cluster --global-cluster-identifier books --engine aurora-postgresql --engine-version 16.8 --storage-encrypted", Region);
        _writer = Make($"{Create("writer")} --global-cluster-identifier books --storage-encrypted {Admin} --query DBCluster.DBClusterArn", Region);
        Make($"{CreateInstance("writer")}", Region);
        _follower = Make($"{Create("follower")} --global-cluster-identifier books --storage-encrypted --kms-key-id {_key} --query DBCluster.DBClusterArn", Elsewhere);
    }

    [Test]
    public void A_writer_that_others_follow_stays_in_its_database() =>
        Refuses($"rds remove-from-global-cluster --global-cluster-identifier books --db-cluster-identifier {_writer}", "InvalidGlobalClusterStateFault", Region);

    [Test]
    public void A_member_of_a_global_database_is_not_deleted() =>
        Refuses("rds delete-db-cluster --db-cluster-identifier follower --skip-final-snapshot", "InvalidDBClusterStateFault", Elsewhere);

    [Test]
    public void A_global_database_with_members_stays() =>
        Refuses("rds delete-global-cluster --global-cluster-identifier books", "InvalidGlobalClusterStateFault", Region);

    [Test]
    public void A_protected_global_database_stays()
    {
        Make("rds create-global-cluster --global-cluster-identifier protected --engine aurora-postgresql --deletion-protection", Region);

        Refuses("rds delete-global-cluster --global-cluster-identifier protected", "InvalidParameterCombination", Region);
    }

    [Test]
    public void A_protected_cluster_stays()
    {
        Make($"{Create("protected")} --deletion-protection {Admin}", Region);

        Refuses("rds delete-db-cluster --db-cluster-identifier protected --skip-final-snapshot", "InvalidParameterCombination", Region);
    }

    [Test]
    public void A_cluster_with_instances_stays()
    {
        Make($"{Create("inhabited")} {Admin}", Region);
        Make($"{CreateInstance("inhabited")}", Region);

        Refuses("rds delete-db-cluster --db-cluster-identifier inhabited --skip-final-snapshot", "InvalidDBClusterStateFault", Region);
    }

    [Test]
    public void A_follower_has_no_users_of_its_own() =>
        Refuses($"{Create("refused")} --global-cluster-identifier books --storage-encrypted --kms-key-id {_key} {Admin}", "InvalidParameterValue", Elsewhere);

    [Test]
    public void A_database_does_not_begin_with_a_cluster_without_users()
    {
        Make("rds create-global-cluster --global-cluster-identifier headless --engine aurora-postgresql --engine-version 16.8", Region);

        Refuses($"{Create("refused")} --global-cluster-identifier headless", "InvalidParameterValue", Region);
    }

    [Test]
    public void A_follower_of_an_encrypted_writer_names_a_key_of_its_own_region() =>
        Refuses($"{Create("refused")} --global-cluster-identifier books --storage-encrypted", "InvalidParameterValue", Elsewhere);

    [Test]
    public void A_writer_in_which_nothing_runs_is_not_followed()
    {
        Make("rds create-global-cluster --global-cluster-identifier empty --engine aurora-postgresql --engine-version 16.8", Region);
        Make($"{Create("empty")} --global-cluster-identifier empty {Admin}", Region);

        Refuses($"{Create("early")} --global-cluster-identifier empty", "InvalidDBClusterStateFault", Elsewhere);
    }

    [Test]
    public void A_database_that_is_not_there_changes_no_roles()
    {
        Refuses($"rds switchover-global-cluster --global-cluster-identifier missing --target-db-cluster-identifier {_follower}", "GlobalClusterNotFoundFault", Region);
        Refuses($"rds failover-global-cluster --global-cluster-identifier missing --target-db-cluster-identifier {_follower} --allow-data-loss", "GlobalClusterNotFoundFault", Elsewhere);
    }

    [Test]
    public void Who_is_no_member_does_not_take_over() =>
        Refuses($"rds switchover-global-cluster --global-cluster-identifier books --target-db-cluster-identifier {_follower}-other", "DBClusterNotFoundFault", Region);

    [Test]
    public void The_writer_does_not_take_over_from_itself()
    {
        Refuses($"rds switchover-global-cluster --global-cluster-identifier books --target-db-cluster-identifier {_writer}", "InvalidDBClusterStateFault", Region);
        Refuses($"rds failover-global-cluster --global-cluster-identifier books --target-db-cluster-identifier {_writer} --allow-data-loss", "InvalidDBClusterStateFault", Region);
    }

    [Test]
    public void A_follower_in_which_nothing_runs_does_not_take_over()
    {
        Refuses($"rds switchover-global-cluster --global-cluster-identifier books --target-db-cluster-identifier {_follower}", "InvalidDBClusterStateFault", Region);
        Refuses($"rds failover-global-cluster --global-cluster-identifier books --target-db-cluster-identifier {_follower} --allow-data-loss", "InvalidDBClusterStateFault", Elsewhere);
    }

    [Test]
    public void Loss_of_data_and_a_switchover_exclude_each_other() =>
        Refuses(
            $"rds failover-global-cluster --global-cluster-identifier books --target-db-cluster-identifier {_follower} --allow-data-loss --switchover",
            "InvalidParameterCombination",
            Elsewhere);

    /// <summary>A failover without leave to lose data is a switchover.</summary>
    [Test]
    public void A_switchover_is_asked_for_where_the_writer_is_and_a_failover_where_the_follower_is()
    {
        var (writer, follower) = BuildPair("asked");

        Refuses($"rds switchover-global-cluster --global-cluster-identifier asked --target-db-cluster-identifier {follower}", "InvalidGlobalClusterStateFault", Elsewhere);
        Refuses($"rds failover-global-cluster --global-cluster-identifier asked --target-db-cluster-identifier {follower}", "InvalidGlobalClusterStateFault", Elsewhere);
        Refuses($"rds failover-global-cluster --global-cluster-identifier asked --target-db-cluster-identifier {follower} --allow-data-loss", "InvalidGlobalClusterStateFault", Region);

        Make($"rds failover-global-cluster --global-cluster-identifier asked --target-db-cluster-identifier {follower} --allow-data-loss", Elsewhere);
        Assert.That(WriterOf("asked"), Is.EqualTo(follower));
        Make($"rds failover-global-cluster --global-cluster-identifier asked --target-db-cluster-identifier {writer}", Elsewhere);
        Assert.That(WriterOf("asked"), Is.EqualTo(writer));
    }

    /// <summary>A lost cluster is one whose tag says so. No data is asked of it by a failover, all of it by a switchover.</summary>
    [Test]
    public void A_lost_cluster_neither_takes_over_nor_hands_over()
    {
        var (writer, follower) = BuildPair("lost");
        Make($"rds add-tags-to-resource --resource-name {writer} --tags Key=emulator:status,Value=inaccessible-encryption-credentials", Region);

        Refuses($"rds switchover-global-cluster --global-cluster-identifier lost --target-db-cluster-identifier {follower}", "InvalidDBClusterStateFault", Region);
        Make($"rds failover-global-cluster --global-cluster-identifier lost --target-db-cluster-identifier {follower} --allow-data-loss", Elsewhere);
        Refuses($"rds switchover-global-cluster --global-cluster-identifier lost --target-db-cluster-identifier {writer}", "InvalidDBClusterStateFault", Elsewhere);
        Refuses($"rds failover-global-cluster --global-cluster-identifier lost --target-db-cluster-identifier {writer} --allow-data-loss", "InvalidDBClusterStateFault", Region);
    }

    /// <summary>A global database of that name, with something running on both sides.</summary>
    private static (string Writer, string Follower) BuildPair(string name)
    {
        Make($"rds create-global-cluster --global-cluster-identifier {name} --engine aurora-postgresql --engine-version 16.8", Region);
        var writer = Make($"{Create($"{name}-one")} --global-cluster-identifier {name} {Admin} --query DBCluster.DBClusterArn", Region);
        Make(CreateInstance($"{name}-one"), Region);
        var follower = Make($"{Create($"{name}-two")} --global-cluster-identifier {name} --query DBCluster.DBClusterArn", Elsewhere);
        Make(CreateInstance($"{name}-two"), Elsewhere);
        return (writer, follower);
    }

    private static string WriterOf(string database) =>
        Make($"rds describe-global-clusters --global-cluster-identifier {database} --query GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn|[0]", Region);

    private static string Create(string cluster) => $"rds create-db-cluster --db-cluster-identifier {cluster} --engine aurora-postgresql --engine-version 16.8";

    private static string CreateInstance(string cluster) =>
        $"rds create-db-instance --db-instance-identifier {cluster}-0 --db-cluster-identifier {cluster} --db-instance-class db.r6g.large --engine aurora-postgresql";
}
