using System.Text.Json.Nodes;
using PaymentDr.Commands;
using PaymentDr.Tests.Removal;

namespace PaymentDr.Tests.Emulator;

/// <summary>The default stack's life, after the apply that the set-up made. The last test ends it.</summary>
[TestFixture]
[Category("Emulator")]
[Order(int.MaxValue)]
public sealed class LifeCycleTests
{
    /// <summary>What a region holds, by what it takes to list it; the queries leave out what every account has and what is on its way out.</summary>
    private static readonly string[] Inventory =
    [
        "ec2 describe-vpcs --query Vpcs[?!IsDefault].VpcId",
        "ec2 describe-subnets --query Subnets[?!DefaultForAz].SubnetId",
        "ec2 describe-internet-gateways --query InternetGateways[?length(Tags)>`0`].InternetGatewayId",
        "ec2 describe-nat-gateways --query NatGateways[?State!='deleted'].NatGatewayId",
        "ec2 describe-addresses --query Addresses[].AllocationId",
        "ec2 describe-security-groups --query SecurityGroups[?GroupName!='default'].GroupId",
        "ec2 describe-network-interfaces --query NetworkInterfaces[].NetworkInterfaceId",
        "ec2 describe-vpc-endpoints --query VpcEndpoints[?State!='deleted'].VpcEndpointId",
        "ec2 describe-vpc-peering-connections --query VpcPeeringConnections[?Status.Code!='deleted'].VpcPeeringConnectionId",
        "ec2 describe-flow-logs --query FlowLogs[].FlowLogId",
        "dynamodb list-tables --query TableNames",
        "ssm describe-parameters --query Parameters[].Name",
        "logs describe-log-groups --query logGroups[].logGroupName",
        "kms list-aliases --query Aliases[?!starts_with(AliasName,'alias/aws/')].AliasName",
        // Roles, zones and health checks are of the world, too: other tests have some of their own.
        "iam list-roles --query Roles[?!starts_with(RoleName,'refusal-')].RoleName",
        "route53 list-hosted-zones --query HostedZones[?ends_with(Name,'payments.invalid.')].Name",
        "route53 list-health-checks --query HealthChecks[?!starts_with(CallerReference,'refusal-')].Id",
        // Their names are of the world, and each is in one region.
        "s3api list-buckets --bucket-region {0} --query Buckets[].Name",
        "backup list-backup-vaults --query BackupVaultList[].BackupVaultName",
        "backup list-backup-plans --query BackupPlansList[].BackupPlanName",
        // A global database belongs to no region; other tests have some of their own.
        "rds describe-global-clusters --query GlobalClusters[?ends_with(GlobalClusterIdentifier,'-dev')].GlobalClusterIdentifier",
        "rds describe-db-clusters --query DBClusters[].DBClusterIdentifier",
        "rds describe-db-instances --query DBInstances[].DBInstanceIdentifier",
        "rds describe-db-cluster-parameter-groups --query DBClusterParameterGroups[].DBClusterParameterGroupName",
        "rds describe-db-parameter-groups --query DBParameterGroups[].DBParameterGroupName",
        "rds describe-db-subnet-groups --query DBSubnetGroups[].DBSubnetGroupName",
        "secretsmanager list-secrets --query SecretList[].Name",
        "lambda list-functions --query Functions[].FunctionName",
        "lambda list-event-source-mappings --query EventSourceMappings[].UUID",
        "cloudwatch describe-alarms --query MetricAlarms[].AlarmName",
        "sns list-topics --query Topics[].TopicArn",
        "stepfunctions list-state-machines --query stateMachines[].name",
        "sqs list-queues --query QueueUrls",
        "pipes list-pipes --query Pipes[].Name",
        "events list-rules --query Rules[].Name",
        "events list-event-buses --query EventBuses[?Name!='default'].Name",
        "events list-archives --query Archives[].ArchiveName",
        "apigateway get-rest-apis --query items[].id",
        "apigateway get-domain-names --query items[].domainName",
        "acm list-certificates --query CertificateSummaryList[].CertificateArn",
        "wafv2 list-web-acls --scope REGIONAL --query WebACLs[].Id",
        "ecs list-clusters --query clusterArns",
        "ecs list-task-definitions --query taskDefinitionArns",
        "elbv2 describe-load-balancers --query LoadBalancers[].LoadBalancerName",
        "elbv2 describe-target-groups --query TargetGroups[].TargetGroupName",
        "ecr describe-repositories --query repositories[].repositoryName",
        "application-autoscaling describe-scalable-targets --service-namespace ecs --query ScalableTargets[].ResourceId",
        "firehose list-delivery-streams --query DeliveryStreamNames",
    ];

    [Test]
    [Order(1)]
    public void A_second_plan_is_empty()
    {
        // 0: no change; 2: changes.
        var result = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    [TestCase("primary", "us-east-1", "10.0.0.0/16")]
    [TestCase("secondary", "us-west-2", "10.1.0.0/16")]
    [Order(2)]
    public void The_outputs_name_the_networks_of_their_regions(string role, string region, string cidr)
    {
        var vpc = JsonNode.Parse(EmulatorSetup.Workspace.Succeed("output", ["-json", $"{role}_vpc_id"]).Output)!.GetValue<string>();

        Assert.That(Ask(region, $"ec2 describe-vpcs --vpc-ids {vpc} --query Vpcs[].CidrBlock"), Is.EqualTo(new[] { cidr }));
    }

    [TestCase("us-east-1")]
    [TestCase("us-west-2")]
    [Order(3)]
    public void Each_region_holds_something_of_every_kind(string region)
    {
        Assert.That(TakeInventory(region).Where(kind => kind.Found.Length == 0).Select(kind => kind.Command), Is.Empty, "otherwise an empty inventory proves nothing");
    }

    [TestCase("us-east-1")]
    [TestCase("us-west-2")]
    [Order(4)]
    public void Peering_is_active_and_resolves_names_seen_from_both_sides(string region)
    {
        var options = region == "us-east-1" ? "RequesterVpcInfo" : "AccepterVpcInfo";

        Assert.That(Ask(region, "ec2 describe-vpc-peering-connections --query VpcPeeringConnections[].Status.Code"), Is.EqualTo(new[] { "active" }));
        Assert.That(
            Ask(region, $"ec2 describe-vpc-peering-connections --query VpcPeeringConnections[].{options}.PeeringOptions.AllowDnsResolutionFromRemoteVpc"),
            Is.EqualTo(new[] { "true" }));
    }

    /// <summary>What the destruction that follows has to take with it: it says nothing of force_destroy where there is nothing to force.</summary>
    [TestCase("us-east-1", "primary")]
    [TestCase("us-west-2", "secondary")]
    [Order(5)]
    public void Buckets_vaults_and_repositories_are_filled(string region, string role)
    {
        var bucket = Ask(region, $"s3api list-buckets --bucket-region {region} --query Buckets[?starts_with(Name,'s3-audit-{role}-')].Name").Single();
        foreach (var version in new[] { "put-object", "put-object", "delete-object" })
        {
            RefusalTests.Make($"s3api {version} --bucket {bucket} --key evidence", region);
        }

        // More than a page.
        for (var i = 0; i < 4; i++)
        {
            RefusalTests.Make($"backup start-backup-job --backup-vault-name vault-recovery-{role}-dev --resource-arn arn:aws:dynamodb:{region}:123456789012:table/t --iam-role-arn arn:aws:iam::123456789012:role/any", region);
        }

        RefusalTests.Make($$"""ecr put-image --repository-name repository-pay-{{role}}-dev --image-tag evidence --image-manifest {"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[]}""", region);

        Assert.That(Ask(region, $"s3api list-object-versions --bucket {bucket} --prefix evidence --query [Versions[].Key,DeleteMarkers[].Key][]"), Has.Length.EqualTo(3));
        RefusalTests.Refuses($"s3api delete-bucket --bucket {bucket}", "BucketNotEmpty", region);
        RefusalTests.Refuses($"ecr delete-repository --repository-name repository-pay-{role}-dev", "RepositoryNotEmptyException", region);
        RefusalTests.Refuses($"backup delete-backup-vault --backup-vault-name vault-recovery-{role}-dev", "InvalidRequestException", region);
    }

    /// <summary>After a failover, and after Terraform alone has stopped half-way.</summary>
    [Test]
    [Order(6)]
    public async Task Destroying_leaves_nothing_in_either_region()
    {
        const string Database = "database-books-dev";
        var away = RefusalTests.Make("rds describe-db-clusters --db-cluster-identifier cluster-books-secondary-dev --query DBClusters[0].DBClusterArn", "us-west-2");
        RefusalTests.Make($"rds failover-global-cluster --global-cluster-identifier {Database} --target-db-cluster-identifier {away} --allow-data-loss", "us-west-2");

        var plain = EmulatorSetup.Workspace.TryDestroy();
        Assert.That(plain.Error, Does.Contain("InvalidGlobalClusterStateFault"));
        Assert.That(
            RefusalTests.Make($"rds describe-global-clusters --global-cluster-identifier {Database} --query GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn|[0]", "us-west-2"),
            Is.EqualTo(away));

        await TearDownAsync();

        Assert.Multiple(() =>
        {
            foreach (var region in new[] { "us-east-1", "us-west-2" })
            {
                Assert.That(TakeInventory(region).Where(kind => kind.Found.Length > 0).Select(kind => $"{region}: {kind.Command}: {string.Join(' ', kind.Found)}"), Is.Empty);
                // A key cannot be deleted at once: what is left is on its way out, for seven days.
                Assert.That(KeyStates(region), Has.Length.EqualTo(2).And.All.EndsWith("PendingDeletion"));
            }
        });
    }

    private static Task TearDownAsync() => new Teardown(new TeardownInputs
    {
        Settings = TestSettings.Default,
        Environment = new Dictionary<string, string?> { ["AWS_ENDPOINT_URL"] = EmulatorSetup.Emulator.Endpoint },
        Synthesize = () => new WorkspaceTerraform(EmulatorSetup.Workspace),
        IsApproved = true,
        ReadAnswer = () => null,
        Output = TextWriter.Null,
        Pause = TimeSpan.Zero,
    }).RunAsync(default);

    private static (string Command, string[] Found)[] TakeInventory(string region) =>
        [.. Inventory.AsParallel().AsOrdered().Select(command => (command, Ask(region, command.Replace("{0}", region, StringComparison.Ordinal))))];

    private static string[] KeyStates(string region) =>
    [
        .. from key in Ask(region, "kms list-keys --query Keys[].KeyId")
           from state in Ask(region, $"kms describe-key --key-id {key} --query [KeyMetadata][?KeyManager=='CUSTOMER'].join(':',[Description,KeyState])")
           select state,
    ];

    private static string[] Ask(string region, string command)
    {
        var result = EmulatorSetup.Emulator.Aws(region, command);
        Assert.That(result.ExitCode, Is.Zero, $"aws {command}: {result}");
        return [.. JsonNode.Parse(result.Output)?.AsArray().Select(item => item!.ToString()) ?? []];
    }
}
