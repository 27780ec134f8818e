using HashiCorp.Cdktf.Providers.Aws.BackupPlan;
using HashiCorp.Cdktf.Providers.Aws.BackupSelection;

namespace PaymentDr;

public sealed record DailyBackupsInputs
{
    public required PerRegion<EncryptionKeys> Keys { get; init; }

    public required Tables Tables { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required BackupSettings Settings { get; init; }

    public required Protection Protection { get; init; }
}

/// <summary>A recovery point a day in each region, and a copy of it in the other: losing a region loses no backup.</summary>
public sealed class DailyBackups
{
    /// <summary>In UTC: night on both coasts of the United States.</summary>
    private const string Schedule = "cron(0 9 * * ? *)";

    /// <summary>Given up after these: the next day's comes before a late one helps.</summary>
    private const int StartWithinMinutes = 60;

    private const int EndWithinMinutes = 8 * 60;

    public DailyBackups(PerRegion<Region> regions, DailyBackupsInputs inputs)
    {
        var roles = regions.Map(region => new BackupRole(region));
        Vaults = regions.Map(region => new RecoveryVault(region, inputs.Keys[region].Data, inputs.Protection, roles.From(region)));
        // A replica of a table holds the same; a snapshot belongs to one cluster.
        var resources = new PerRegion<string[]>(
            [inputs.Tables.Ledger.Table.Arn, inputs.Tables.Sessions.Table.Arn, inputs.Books.Clusters.Primary.Cluster.Arn],
            [inputs.Books.Clusters.Secondary.Cluster.Arn]);
        Vaults.Each(vault => _ = new Side(vault, Vaults.Peer(vault.Region), roles[vault.Region].Role, resources[vault.Region], inputs.Settings));
        Resources = resources.Primary.Length + resources.Secondary.Length;
    }

    public PerRegion<RecoveryVault> Vaults { get; }

    /// <summary>How many have a recovery point in each vault: every point has a copy in the other.</summary>
    public int Resources { get; }

    /// <summary>One region's plan, into its own vault.</summary>
    private sealed class Side : RegionalConstruct
    {
        public Side(RecoveryVault own, RecoveryVault peer, ServiceRole role, string[] resources, BackupSettings settings) : base(own.Region, "backups")
        {
            var plan = new BackupPlan(this, "plan", new BackupPlanConfig
            {
                Provider = Region.Provider,
                Name = Region.NameFor("plan", "daily"),
                Rule = new[]
                {
                    new BackupPlanRule
                    {
                        RuleName = "daily",
                        TargetVaultName = own.Vault.Name,
                        Schedule = Schedule,
                        StartWindow = StartWithinMinutes,
                        CompletionWindow = EndWithinMinutes,
                        Lifecycle = new BackupPlanRuleLifecycle { DeleteAfter = settings.RetentionDays },
                        CopyAction = new[]
                        {
                            new BackupPlanRuleCopyAction
                            {
                                DestinationVaultArn = peer.Vault.Arn,
                                Lifecycle = new BackupPlanRuleCopyActionLifecycle { DeleteAfter = settings.RetentionDays },
                            },
                        },
                    },
                },
            });
            _ = new BackupSelection(this, "selection", new BackupSelectionConfig
            {
                Provider = Region.Provider,
                Name = Region.NameFor("selection", "daily"),
                PlanId = plan.Id,
                IamRoleArn = role.Role.Arn,
                Resources = resources,
                DependsOn = [.. role.Permissions],
            });
        }
    }
}
