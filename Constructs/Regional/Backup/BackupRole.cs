namespace PaymentDr;

/// <summary>Under which AWS Backup makes a region's recovery points, copies them, and deletes them in the end.</summary>
public sealed class BackupRole : RegionalConstruct
{
    /// <summary>
    /// AWS's own, because it is AWS Backup that knows what each kind of resource takes, and adds to it: a copy of ours that lacks one
    /// permission would make no backup, at night. Only the service can assume the role.
    /// </summary>
    private const string Policy = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup";

    public BackupRole(Region region) : base(region, "backup-role") => Role = new ServiceRole(this, new ServiceRoleInputs
    {
        Purpose = "backups",
        Service = "backup.amazonaws.com",
        ManagedPolicies = [Policy],
        Statements = [],
    });

    public ServiceRole Role { get; }
}
