using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.ConfigConfigRule;

namespace PaymentDr;

/// <summary>
/// AWS's own rules, judged whenever what they are about changes: whether what a takeover rests on is still as it was deployed. They judge what a recorder
/// of the region has seen.
/// </summary>
public sealed class ReadinessRules : RegionalConstruct
{
    /// <summary>What is judged, and so has to be recorded.</summary>
    public static readonly IReadOnlyList<string> ResourceTypes = ["AWS::DynamoDB::Table", "AWS::Lambda::Function", "AWS::RDS::DBCluster", Bucket];

    private const string Bucket = "AWS::S3::Bucket";

    public ReadinessRules(Region region, Storage storage, bool ownsRecorder) : base(region, "readiness")
    {
        var recorder = ownsRecorder ? new ReadinessRecorder(this, storage.AccessLogs).Started : null;
        var ours = new ConfigConfigRuleScope { TagKey = "Environment", TagValue = region.Tags["Environment"] };
        Judge("tables-restorable", "DYNAMODB_PITR_ENABLED", "Tables can be restored to any second", ours);
        Judge("functions-reserved", "LAMBDA_CONCURRENCY_CHECK", "No function waits for those of others", ours);
        Judge("books-spread", "RDS_CLUSTER_MULTI_AZ_ENABLED", "The books outlive the loss of a zone", ours);
        foreach (var bucket in storage.Buckets)
        {
            Judge(
                $"{bucket.Node.Id}-replicated",
                "S3_BUCKET_REPLICATION_ENABLED",
                "The other region has a copy",
                // By its name: the bucket for access logs has the same tags, and stays where it is.
                new ConfigConfigRuleScope { ComplianceResourceTypes = [Bucket], ComplianceResourceId = bucket.Bucket.Id },
                new() { ["ReplicationType"] = "CROSS-REGION" });
        }

        void Judge(string purpose, string rule, string description, ConfigConfigRuleScope scope, JsonObject? parameters = null) =>
            _ = new ConfigConfigRule(this, purpose, new ConfigConfigRuleConfig
            {
                Provider = Region.Provider,
                Name = Region.NameFor("rule", purpose),
                Description = description,
                Source = new ConfigConfigRuleSource { Owner = "AWS", SourceIdentifier = rule },
                Scope = scope,
                InputParameters = parameters?.ToJsonString(),
                DependsOn = recorder is null ? null : [recorder],
            });
    }
}
