using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchLogGroup;
using HashiCorp.Cdktf.Providers.Aws.EcsCluster;
using HashiCorp.Cdktf.Providers.Aws.EcsService;
using HashiCorp.Cdktf.Providers.Aws.EcsTaskDefinition;
using HashiCorp.Cdktf.Providers.Aws.IamRole;

namespace PaymentDr;

public sealed record ServiceTasksInputs
{
    public required FunctionSite Site { get; init; }

    public required Network Network { get; init; }

    public required ImageRepository Images { get; init; }

    public required PaySettings Settings { get; init; }

    public required ServiceBalancer Balancer { get; init; }

    /// <summary>The fewest that run.</summary>
    public required int Fewest { get; init; }

    /// <summary>The functions that a validation is asked of, this region's first.</summary>
    public required (string Own, string Peer) Validate { get; init; }
}

/// <summary>The service as it runs: its image, what it may do, and how many of it there are at first.</summary>
public sealed class ServiceTasks : RegionalConstruct
{
    /// <summary>One processor, in ECS's units, and memory for it.</summary>
    private const int CpuUnits = 1024;

    private const int Megabytes = 2048;

    private const string Container = "service";

    /// <summary>The balancer hears of a stop only by and by, and sends on meanwhile.</summary>
    private const int DrainSeconds = 5;

    /// <summary>Between being told to stop and being killed: it drains, and finishes what it began.</summary>
    private const int StopSeconds = DrainSeconds + ServiceBalancer.LongestRequestSeconds + 10;

    /// <summary>Before the balancer's first look counts.</summary>
    private const int GraceSeconds = 60;

    /// <summary>How many run is decided by load, and by recovery.</summary>
    private static readonly string[] Scaled = ["desired_count"];

    private readonly ServiceTasksInputs _inputs;

    public ServiceTasks(RegionalConstruct parent, EcsCluster cluster, ServiceTasksInputs inputs) : base(parent, "tasks")
    {
        _inputs = inputs;
        (ClusterName, Fewest) = (cluster.Name, inputs.Fewest);
        var log = LogGroup.Declare(this, "log", Region.NameFor("logs", "pay"), inputs.Site.Keys.Logs);
        var starter = BuildStarter(log);
        var tasks = BuildRole();
        Role = tasks.Role;
        var definition = Define(starter, tasks, log);
        Service = new EcsService(this, "service", new EcsServiceConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("service", "pay"),
            Cluster = cluster.Arn,
            TaskDefinition = definition.Arn,
            LaunchType = "FARGATE",
            PlatformVersion = "LATEST",
            DesiredCount = inputs.Fewest,
            NetworkConfiguration = new EcsServiceNetworkConfiguration
            {
                Subnets = [.. inputs.Network.Private.Subnets.Select(place => place.Subnet.Id)],
                SecurityGroups = [inputs.Network.Access.Service.Id],
                AssignPublicIp = false,
            },
            LoadBalancer = new[]
            {
                new EcsServiceLoadBalancer { TargetGroupArn = inputs.Balancer.Targets.Arn, ContainerName = Container, ContainerPort = AccessGroups.ServicePort },
            },
            HealthCheckGracePeriodSeconds = GraceSeconds,
            AvailabilityZoneRebalancing = "ENABLED",
            // A build that does not come up makes place for the one before it. The apply waits until one of them is there, and fails where it is the other.
            DeploymentCircuitBreaker = new EcsServiceDeploymentCircuitBreaker { Enable = true, Rollback = true },
            DeploymentMinimumHealthyPercent = 100,
            DeploymentMaximumPercent = 200,
            WaitForSteadyState = true,
            EnableExecuteCommand = false,
            EnableEcsManagedTags = true,
            PropagateTags = "SERVICE",
            // Not only when nothing runs any more.
            ForceDelete = true,
            Lifecycle = new TerraformResourceLifecycle
            {
                IgnoreChanges = Scaled,
                Postcondition = new[]
                {
                    new Postcondition
                    {
                        Condition = $"${{self.task_definition == {definition.Fqn}.arn}}",
                        ErrorMessage = "The image did not come up, and ECS went back to what ran before it.",
                    },
                },
            },
            // Nothing can be sent to tasks without a listener, images come through the way out, and roles stay until the last task has ended.
            DependsOn = [inputs.Balancer.Listener, .. inputs.Network.Private.WaysOut, .. starter.Permissions, .. tasks.Permissions],
        });
    }

    /// <summary>Under which the service itself acts.</summary>
    public IamRole Role { get; }

    public EcsService Service { get; }

    public string ClusterName { get; }

    /// <summary>That run here while the other region is well.</summary>
    public int Fewest { get; }

    private FunctionSite Site => _inputs.Site;

    private EcsTaskDefinition Define(ServiceRole starter, ServiceRole tasks, CloudwatchLogGroup log) => new(this, "definition", new EcsTaskDefinitionConfig
    {
        Provider = Region.Provider,
        Family = Region.NameFor("task", "pay"),
        RequiresCompatibilities = ["FARGATE"],
        NetworkMode = "awsvpc",
        Cpu = $"{CpuUnits}",
        Memory = $"{Megabytes}",
        RuntimePlatform = new EcsTaskDefinitionRuntimePlatform { OperatingSystemFamily = "LINUX", CpuArchitecture = _inputs.Settings.Architecture.Ecs() },
        ExecutionRoleArn = starter.Role.Arn,
        TaskRoleArn = tasks.Role.Arn,
        ContainerDefinitions = new JsonArray(new JsonObject
        {
            ["name"] = Container,
            ["image"] = $"{_inputs.Images.Repository.RepositoryUrl}@{_inputs.Settings.ImageDigest}",
            ["essential"] = true,
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = AccessGroups.ServicePort, ["hostPort"] = AccessGroups.ServicePort, ["protocol"] = "tcp" }),
            ["environment"] = Environment(),
            // Nothing that gets in can leave anything there, or become more than it is. What is not added is written, too: ECS gives it back, and a
            // difference would be another definition with every plan.
            ["readonlyRootFilesystem"] = true,
            ["linuxParameters"] = new JsonObject { ["capabilities"] = new JsonObject { ["add"] = new JsonArray(), ["drop"] = new JsonArray("ALL") } },
            ["stopTimeout"] = StopSeconds,
            ["logConfiguration"] = new JsonObject
            {
                ["logDriver"] = "awslogs",
                ["options"] = new JsonObject
                {
                    ["awslogs-group"] = log.Name,
                    ["awslogs-region"] = Region.Code,
                    ["awslogs-stream-prefix"] = Container,
                    // A payment does not wait for its log.
                    ["mode"] = "non-blocking",
                },
            },
        }).ToJsonString(),
        // ECS goes back to no definition that was taken away.
        Lifecycle = new TerraformResourceLifecycle { CreateBeforeDestroy = true },
    });

    private JsonArray Environment() => new([.. Site.Variables(
            ("AWS_REGION", Region.Code),
            ("BUILD", _inputs.Settings.Build!),
            Site.KeysPath,
            ("ON_PEER_LOSS", $"{Site.Policy.OnPeerLoss}"),
            Site.PeerBudget,
            ("PORT", $"{AccessGroups.ServicePort}"),
            ("DRAIN_SECONDS", $"{DrainSeconds}"),
            ("VALIDATE_FUNCTION", _inputs.Validate.Own),
            ("PEER_VALIDATE_FUNCTION", _inputs.Validate.Peer))
        // As ECS gives them back.
        .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        .Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value })]);

    /// <summary>Under which ECS itself acts for a task, before and beside it.</summary>
    private ServiceRole BuildStarter(CloudwatchLogGroup log) => BuildRole("starter", "pay-start",
    [
        .. _inputs.Images.Pull(),
        LogGroup.Write(log, "WriteServiceLog"),
    ]);

    private ServiceRole BuildRole() => BuildRole("role", "pay", [.. Site.Ledger.AddEverywhere(Region), Site.Ledger.ReadBackIn(Region), .. Site.ReadKeys()]);

    private ServiceRole BuildRole(string id, string purpose, IReadOnlyList<PolicyStatement> statements) => new(
        this,
        new ServiceRoleInputs { Purpose = purpose, Service = "ecs-tasks.amazonaws.com", ServiceNamesAccount = true, Statements = statements },
        id);
}
