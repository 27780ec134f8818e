using HashiCorp.Cdktf.Providers.Aws.BackupVault;
using HashiCorp.Cdktf.Providers.Aws.BackupVaultPolicy;
using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;

namespace PaymentDr;

/// <summary>
/// Where a region keeps recovery points: its own, and copies of the other's. Under a key of ours, because AWS Backup copies a
/// database to no vault that is encrypted by Backup's own.
/// </summary>
public sealed class RecoveryVault : RegionalConstruct
{
    /// <param name="makers">Whose points it will hold. They are deleted under the role that made them, so that goes after the vault.</param>
    public RecoveryVault(Region region, EncryptionKey key, Protection protection, IReadOnlyList<BackupRole> makers) : base(region, "recovery-vault")
    {
        Vault = new BackupVault(this, "vault", new BackupVaultConfig
        {
            Provider = region.Provider,
            Name = region.NameFor("vault", "recovery"),
            KmsKeyArn = key.Key.Arn,
            // The points in it go with it; without, AWS Backup refuses to remove a vault that holds any.
            ForceDestroy = protection is Protection.Ephemeral,
            DependsOn = [.. makers.SelectMany(maker => maker.Role.Permissions)],
        });
        var policy = new DataAwsIamPolicyDocument(this, "policy-document", new DataAwsIamPolicyDocumentConfig
        {
            Provider = region.Provider,
            Statement = new[] { KeepInTheAccount() },
        });
        _ = new BackupVaultPolicy(this, "policy", new BackupVaultPolicyConfig
        {
            Provider = region.Provider,
            BackupVaultName = Vault.Name,
            Policy = policy.Json,
        });
    }

    public BackupVault Vault { get; }

    /// <summary>Lets a role see which points vaults hold.</summary>
    public static PolicyStatement Look(params RecoveryVault[] vaults) => new()
    {
        Sid = "LookIntoVaults",
        Actions = ["backup:ListRecoveryPointsByBackupVault"],
        Resources = [.. vaults.Select(vault => vault.Vault.Arn)],
    };

    /// <summary>
    /// Whatever another statement may allow later. It denies nothing to the account itself: a point that its plan's role may not
    /// delete does not expire, and the vault has to go with its stack.
    /// </summary>
    private PolicyStatement KeepInTheAccount() => new()
    {
        Sid = "KeepInTheAccount",
        Effect = "Deny",
        Actions =
        [
            "backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DeleteRecoveryPoint", "backup:PutBackupVaultAccessPolicy",
            "backup:StartRestoreJob", "backup:UpdateRecoveryPointLifecycle",
        ],
        // In a vault's policy: the vault, and every point in it, whose names are those of other services.
        Resources = ["*"],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = ["*"] } },
        Condition = Conditions.Strangers(Region),
    };
}
