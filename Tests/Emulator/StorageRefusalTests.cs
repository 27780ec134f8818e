using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>What S3 and AWS Backup refuse: buckets and vaults that hold something, and replication that could not work.</summary>
[TestFixture]
[Category("Emulator")]
[Order(10)]
public sealed class StorageRefusalTests
{
    private const string Role = "arn:aws:iam::123456789012:role/nobody";

    private const string Markers = "\"DeleteMarkerReplication\":{\"Status\":\"Enabled\"},";

    private int _buckets;

    [Test]
    public void A_bucket_that_holds_anything_stays()
    {
        var bucket = NewBucket();
        Make($"s3api put-object --bucket {bucket} --key k");
        Make($"s3api delete-object --bucket {bucket} --key k");

        Refuses($"s3api delete-bucket --bucket {bucket}", "BucketNotEmpty");
    }

    [Test]
    public void Nothing_is_replicated_from_or_to_a_bucket_without_versions()
    {
        var (plain, kept) = (NewBucket(isVersioned: false), NewBucket());

        Refuses(Replicate(plain, kept), "InvalidRequest");
        Refuses(Replicate(kept, plain), "InvalidRequest");
        Refuses(Replicate(kept, "nowhere"), "InvalidRequest");
    }

    [Test]
    public void Versions_are_kept_while_a_bucket_is_replicated()
    {
        var source = NewBucket();
        Make(Replicate(source, NewBucket()));
        var suspend = $"s3api put-bucket-versioning --bucket {source} --versioning-configuration Status=Suspended";

        Refuses(suspend, "InvalidBucketState");

        Make($"s3api delete-bucket-replication --bucket {source}");
        Make(suspend);
    }

    [TestCase("", Markers + "\"SourceSelectionCriteria\":{\"SseKmsEncryptedObjects\":{\"Status\":\"Enabled\"}},", TestName = "Encrypted objects are not replicated without a key for the replicas")]
    [TestCase(",\"ReplicationTime\":{\"Status\":\"Enabled\",\"Time\":{\"Minutes\":15}}", Markers, TestName = "Replication keeps to no time without metrics")]
    [TestCase("", "", TestName = "A rule with a filter says what becomes of delete markers")]
    public void A_rule_that_leaves_something_out_is_not_taken(string destination, string rule) =>
        Refuses(Replicate(NewBucket(), NewBucket(), destination, rule), "InvalidRequest");

    [TestCase("29", "90", "365")]
    [TestCase("30", "59", "365")]
    [TestCase("30", "90", "90")]
    public void Objects_do_not_change_tiers_faster_than_S3_allows(string infrequentAccess, string archive, string expiry)
    {
        var rules = $$$"""{"Rules":[{"ID":"age","Status":"Enabled","Filter":{"Prefix":""},"Transitions":[{"Days":{{{infrequentAccess}}},"StorageClass":"STANDARD_IA"},{"Days":{{{archive}}},"StorageClass":"GLACIER"}],"Expiration":{"Days":{{{expiry}}}}}]}""";

        Refuses($"s3api put-bucket-lifecycle-configuration --bucket {NewBucket()} --lifecycle-configuration {rules}", "InvalidArgument");
    }

    [Test]
    public void A_vault_with_recovery_points_stays()
    {
        Make("backup create-backup-vault --backup-vault-name held");
        var point = Make($"backup start-backup-job --backup-vault-name held --resource-arn arn:aws:dynamodb:eu-west-1:123456789012:table/t --iam-role-arn {Role} --query RecoveryPointArn");

        Refuses("backup delete-backup-vault --backup-vault-name held", "InvalidRequestException");

        Make($"backup delete-recovery-point --backup-vault-name held --recovery-point-arn {point}");
        Make("backup delete-backup-vault --backup-vault-name held");
    }

    [Test]
    public void A_vault_takes_no_key_of_another_region() =>
        Refuses("backup create-backup-vault --backup-vault-name foreign --encryption-key-arn arn:aws:kms:us-east-1:123456789012:key/k", "InvalidParameterValueException");

    [Test]
    public void A_plan_that_still_selects_something_stays_and_selects_only_by_a_role_of_its_own()
    {
        var plan = Make("""backup create-backup-plan --backup-plan {"BackupPlanName":"refused","Rules":[{"RuleName":"daily","TargetBackupVaultName":"any"}]} --query BackupPlanId""");
        var select = $"backup create-backup-selection --backup-plan-id {plan} --query SelectionId --backup-selection";
        Refuses($$"""{{select}} {"SelectionName":"tables","IamRoleArn":"{{Role}}","Resources":["*"]}""", "InvalidParameterValueException");

        // The applied stack's, which AWS Backup may assume.
        var role = Make("iam list-roles --query Roles[?RoleName=='role-backups-primary-dev'].Arn|[0]");
        var selection = Make($$"""{{select}} {"SelectionName":"tables","IamRoleArn":"{{role}}","Resources":["*"]}""");
        Refuses($"backup delete-backup-plan --backup-plan-id {plan}", "InvalidRequestException");

        Make($"backup delete-backup-selection --backup-plan-id {plan} --selection-id {selection}");
        Make($"backup delete-backup-plan --backup-plan-id {plan}");
    }

    private string NewBucket(bool isVersioned = true)
    {
        var name = $"refused-{++_buckets}";
        Make($"s3api create-bucket --bucket {name} --create-bucket-configuration LocationConstraint=eu-west-1");
        if (isVersioned)
        {
            Make($"s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled");
        }

        return name;
    }

    private static string Replicate(string source, string target, string destination = "", string rule = Markers) =>
        $$$"""s3api put-bucket-replication --bucket {{{source}}} --replication-configuration {"Role":"{{{Role}}}","Rules":[{"ID":"all","Priority":1,"Status":"Enabled","Filter":{"Prefix":""},{{{rule}}}"Destination":{"Bucket":"arn:aws:s3:::{{{target}}}"{{{destination}}}}}]}""";
}
