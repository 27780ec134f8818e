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

    /// <summary>Between being told to stop and being killed: the service drains for 5 s and finishes what it began in 15 more.</summary>
    private const int StopSeconds = 30;

    /// <summary>Before the balancer's first look counts.</summary>
    private const int GraceSeconds = 60;

    /// <summary>How many run is decided by load, and by recovery.</summary>
    private static readonly string[] Scaled = ["desired_count"];

    private readonly ServiceTasksInputs _inputs;

    public ServiceTasks(RegionalConstruct parent, EcsCluster cluster, ServiceTasksInputs inputs) : base(parent, "tasks")
    {
        _inputs = inputs;
        var log = LogGroup.Declare(this, "log", Region.NameFor("logs", "pay"), inputs.Site.Keys.Logs);
        var starter = BuildStarter(log);
        var tasks = BuildRole();
        Role = tasks.Role;
        Service = new EcsService(this, "service", new EcsServiceConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("service", "pay"),
            Cluster = cluster.Arn,
            TaskDefinition = Define(starter, tasks, log).Arn,
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
            // A build that does not come up makes place for the one before it. The apply waits for the one or the other.
            DeploymentCircuitBreaker = new EcsServiceDeploymentCircuitBreaker { Enable = true, Rollback = true },
            DeploymentMinimumHealthyPercent = 100,
            DeploymentMaximumPercent = 200,
            WaitForSteadyState = true,
            EnableExecuteCommand = false,
            EnableEcsManagedTags = true,
            PropagateTags = "SERVICE",
            // Not only when nothing runs any more.
            ForceDelete = true,
            Lifecycle = new TerraformResourceLifecycle { IgnoreChanges = Scaled },
            // Nothing can be sent to tasks without a listener; and roles stay until the last task has ended.
            DependsOn = [inputs.Balancer.Listener, .. starter.Permissions, .. tasks.Permissions],
        });
    }

    /// <summary>Under which the service itself acts.</summary>
    public IamRole Role { get; }

    public EcsService Service { get; }

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
            // Nothing that gets in can leave anything there, or become more than it is.
            ["readonlyRootFilesystem"] = true,
            ["linuxParameters"] = new JsonObject { ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") } },
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
    });

    private JsonArray Environment() => new([.. Site.Variables(
            ("AWS_REGION", Region.Code),
            ("BUILD", _inputs.Settings.Build!),
            Site.KeysPath,
            ("ON_PEER_LOSS", $"{Site.Policy.OnPeerLoss}"),
            Site.PeerBudget,
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
