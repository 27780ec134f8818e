using HashiCorp.Cdktf.Providers.Aws.IamRole;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;
using HashiCorp.Cdktf.Providers.Aws.LambdaPermission;

namespace PaymentDr;

public sealed record RegionFunctionInputs
{
    public required string Name { get; init; }

    /// <summary>As the program knows it; null where that is its name.</summary>
    public string? Handler { get; init; }

    public required string Description { get; init; }

    public required int Seconds { get; init; }

    public required int Megabytes { get; init; }

    /// <summary>How many may run at once. Kept free for it, and the most that it can take from the others.</summary>
    public required int Concurrency { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>What it may do besides writing its log and its traces.</summary>
    public required IReadOnlyList<PolicyStatement> Statements { get; init; }

    /// <summary>What has to be done before this code runs.</summary>
    public IReadOnlyList<ITerraformDependable> After { get; init; } = [];

    /// <summary>Null for a function that stays out of the network.</summary>
    public Network? Network { get; init; }
}

/// <summary>A function, with its log and with a role of its own.</summary>
public sealed class RegionFunction : RegionalConstruct
{
    public RegionFunction(RegionalConstruct parent, FunctionSite site, RegionFunctionInputs inputs) : base(parent, inputs.Name)
    {
        Name = inputs.Name;
        var name = Region.NameFor("function", inputs.Name);
        var log = LogGroup.Declare(this, "log", Region.NameFor("logs", inputs.Name), site.Keys.Logs);
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = inputs.Name,
            Service = "lambda.amazonaws.com",
            Statements = [LogGroup.Write(log, "WriteFunctionLog"), Trace(), .. inputs.Network is null ? [] : FunctionInterfaces.Manage(Region, name), .. inputs.Statements],
        });
        Role = role.Role;
        Function = new LambdaFunction(this, "function", new LambdaFunctionConfig
        {
            Provider = Region.Provider,
            FunctionName = name,
            Description = inputs.Description,
            Role = role.Role.Arn,
            Filename = FunctionCode.FileName,
            SourceCodeHash = site.Code.Hash,
            Runtime = "provided.al2023",
            Handler = inputs.Handler ?? inputs.Name,
            Architectures = [site.Settings.Architecture.Lambda()],
            Timeout = inputs.Seconds,
            MemorySize = inputs.Megabytes,
            ReservedConcurrentExecutions = inputs.Concurrency,
            Environment = new LambdaFunctionEnvironment { Variables = new Dictionary<string, string>(inputs.Variables) },
            TracingConfig = new LambdaFunctionTracingConfig { Mode = "Active" },
            LoggingConfig = new LambdaFunctionLoggingConfig { LogGroup = log.Name, LogFormat = "Text" },
            VpcConfig = inputs.Network is { } home
                ? new LambdaFunctionVpcConfig
                {
                    SubnetIds = [.. home.Private.Subnets.Select(place => place.Subnet.Id)],
                    SecurityGroupIds = [home.Access.Functions.Id],
                }
                : null,
            // Lambda tries the role out on the network at once.
            DependsOn = [.. role.Permissions, .. inputs.After],
        });
    }

    /// <summary>Without what every name carries.</summary>
    public string Name { get; }

    public LambdaFunction Function { get; }

    /// <summary>Under which its code runs.</summary>
    public IamRole Role { get; }

    /// <summary>Lets a role call it, from whatever region, and no other by this.</summary>
    /// <param name="after">By which the role has long been there: Lambda refuses one that IAM has not told it of.</param>
    public void Admit(IamRole caller, ITerraformDependable after, string statement) => _ = new LambdaPermission(this, $"permission-{statement}", new LambdaPermissionConfig
    {
        Provider = Region.Provider,
        StatementId = statement,
        FunctionName = Function.FunctionName,
        Action = "lambda:InvokeFunction",
        Principal = caller.Arn,
        DependsOn = [after],
    });

    /// <summary>X-Ray knows no single traces to allow.</summary>
    private static PolicyStatement Trace() => new()
    {
        Sid = "WriteTraces",
        Actions = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        Resources = ["*"],
    };
}
