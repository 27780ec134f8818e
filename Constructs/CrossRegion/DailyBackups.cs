using HashiCorp.Cdktf.Providers.Aws.BackupPlan;
using HashiCorp.Cdktf.Providers.Aws.BackupSelection;

namespace PaymentDr;

public sealed record DailyBackupsInputs
{
    public required PerRegion<RecoveryVault> Vaults { get; init; }

    public required PerRegion<BackupRole> Roles { get; init; }

    /// <summary>The arns of what is backed up in each region. What both regions share is backed up in one, and copied.</summary>
    public required PerRegion<IReadOnlyList<string>> Resources { get; init; }

    public required BackupSettings Settings { get; init; }
}

/// <summary>A recovery point a day in each region, and a copy of it in the other: losing a region loses no backup.</summary>
public sealed class DailyBackups
{
    /// <summary>In UTC: night on both coasts of the United States.</summary>
    private const string Schedule = "cron(0 9 * * ? *)";

    /// <summary>Given up after these: the next day's comes before a late one helps.</summary>
    private const int StartWithinMinutes = 60;

    private const int EndWithinMinutes = 8 * 60;

    public DailyBackups(DailyBackupsInputs inputs)
    {
        inputs.Vaults.Each(vault => _ = new Side(vault, inputs.Vaults.Peer(vault.Region), inputs.Roles[vault.Region].Role, inputs.Resources[vault.Region], inputs.Settings));
        Resources = inputs.Resources.Primary.Count + inputs.Resources.Secondary.Count;
    }

    /// <summary>How many have a recovery point in each vault: every point has a copy in the other.</summary>
    public int Resources { get; }

    /// <summary>One region's plan, into its own vault.</summary>
    private sealed class Side : RegionalConstruct
    {
        public Side(RecoveryVault own, RecoveryVault peer, ServiceRole role, IReadOnlyList<string> resources, BackupSettings settings) : base(own.Region, "backups")
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
                Resources = [.. resources],
                DependsOn = [.. role.Permissions],
            });
        }
    }
}
