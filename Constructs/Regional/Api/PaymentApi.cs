using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayDeployment;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayMethodSettings;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayRestApi;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayStage;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;
using HashiCorp.Cdktf.Providers.Aws.LambdaPermission;

namespace PaymentDr;

public sealed record PaymentApiInputs
{
    /// <summary>The function that says which merchant asks.</summary>
    public required LambdaFunction Authorize { get; init; }

    /// <summary>The function that takes payments on.</summary>
    public required LambdaFunction Validate { get; init; }

    /// <summary>The function that tells how the region is.</summary>
    public required LambdaFunction Health { get; init; }

    public required FrontDoorNames Names { get; init; }

    /// <summary>The name that only drills ask for, and lead elsewhere.</summary>
    public required string Drill { get; init; }

    public required AcmCertificateValidation Certificate { get; init; }

    public required DnsZone Zone { get; init; }

    /// <summary>Where it is kept who asked for what.</summary>
    public required AccessLogBucket Logs { get; init; }

    public required EncryptionKey LogKey { get; init; }

    public required ApiSettings Settings { get; init; }

    /// <summary>In five minutes, before its requests are refused.</summary>
    public required int RequestsPerAddress { get; init; }
}

/// <summary>A region's door for programs: API Gateway in front of the functions, under three names of ours and none of its own.</summary>
public sealed class PaymentApi : RegionalConstruct
{
    public const string StageName = "live";

    /// <summary>
    /// Of requests for health, which anybody may make: a rush of payments must not make the region look ill, nor an address that asks for nothing
    /// else until the firewall has noticed it. Checkers ask a few times a second.
    /// </summary>
    private const int HealthPerSecond = 1000;

    private const int HealthBurst = 2000;

    private readonly ApiGatewayRestApi _api;

    public PaymentApi(Region region, PaymentApiInputs inputs) : base(region, "api")
    {
        var name = Region.NameFor("api", "payments");
        _api = new ApiGatewayRestApi(this, "rest", new ApiGatewayRestApiConfig
        {
            Provider = Region.Provider,
            Name = name,
            Body = ApiDocument.Write(name, inputs.Authorize.InvokeArn, inputs.Validate.InvokeArn, inputs.Health.InvokeArn),
            EndpointConfiguration = new ApiGatewayRestApiEndpointConfiguration { Types = ["REGIONAL"] },
            // Its own name would lead past our certificate, and to one region for ever.
            DisableExecuteApiEndpoint = true,
        });
        Permit("authorize", inputs.Authorize, "authorizers/*");
        Permit("validate", inputs.Validate, $"{StageName}/*/*");
        Permit("health", inputs.Health, $"{StageName}/GET/health");

        Stage = Deploy(new ApiAccessLog(this, inputs.Logs, inputs.LogKey));
        Limit("all", "*/*", inputs.Settings.RequestsPerSecond, inputs.Settings.Burst);
        Limit("health", "health/GET", HealthPerSecond, HealthBurst);
        _ = new DoorFirewall(this, new DoorFirewallInputs { Purpose = "api", Guarded = Stage.Arn, RequestsPerAddress = inputs.RequestsPerAddress });

        Failover = Answer("failover", inputs.Names.Customers, inputs);
        Drill = Answer("drill", inputs.Drill, inputs);
        Own = Answer("own", inputs.Names.Regional[Region], inputs);
        _ = AliasRecord.Declare(Own, "record", inputs.Zone, Own.Domain.DomainName, Own.Target);
    }

    public string Name => _api.Name;

    private ApiGatewayStage Stage { get; }

    /// <summary>The name that customers know.</summary>
    public ApiDomain Failover { get; }

    /// <summary>The name that only drills ask for.</summary>
    public ApiDomain Drill { get; }

    /// <summary>The name under which this region answers, and no other.</summary>
    public ApiDomain Own { get; }

    /// <summary>Of this API's one stage, or as its authorizer: nobody else makes API Gateway call the function.</summary>
    private void Permit(string id, LambdaFunction function, string caller) => _ = new LambdaPermission(this, $"permission-{id}", new LambdaPermissionConfig
    {
        Provider = Region.Provider,
        StatementId = "AskedByTheApi",
        Action = "lambda:InvokeFunction",
        FunctionName = function.FunctionName,
        Principal = "apigateway.amazonaws.com",
        SourceArn = $"{_api.ExecutionArn}/{caller}",
    });

    /// <summary>What is written in the document serves nobody until it is deployed: whatever changes of it makes a new deployment.</summary>
    private ApiGatewayStage Deploy(ApiAccessLog log)
    {
        var deployment = new ApiGatewayDeployment(this, "deployment", new ApiGatewayDeploymentConfig
        {
            Provider = Region.Provider,
            RestApiId = _api.Id,
            Triggers = new Dictionary<string, string> { ["api"] = $"${{sha256(jsonencode([{_api.Fqn}.body, {_api.Fqn}.disable_execute_api_endpoint]))}}" },
            // The stage stands on the old one until the new one is there.
            Lifecycle = new TerraformResourceLifecycle { CreateBeforeDestroy = true },
        });
        return new ApiGatewayStage(this, "stage", new ApiGatewayStageConfig
        {
            Provider = Region.Provider,
            RestApiId = _api.Id,
            DeploymentId = deployment.Id,
            StageName = StageName,
            XrayTracingEnabled = true,
            AccessLogSettings = new ApiGatewayStageAccessLogSettings { DestinationArn = log.Stream.Arn, Format = ApiAccessLog.Format },
            Tags = Region.TagName("stage", "payments"),
        });
    }

    private void Limit(string id, string methods, int requestsPerSecond, int burst) => _ = new ApiGatewayMethodSettings(this, $"settings-{id}", new ApiGatewayMethodSettingsConfig
    {
        Provider = Region.Provider,
        RestApiId = _api.Id,
        StageName = Stage.StageName,
        MethodPath = methods,
        Settings = new ApiGatewayMethodSettingsSettings
        {
            MetricsEnabled = true,
            // Requests hold payments; and without it the account's own role for API Gateway is not needed.
            LoggingLevel = "OFF",
            DataTraceEnabled = false,
            ThrottlingRateLimit = requestsPerSecond,
            ThrottlingBurstLimit = burst,
        },
    });

    private ApiDomain Answer(string purpose, string name, PaymentApiInputs inputs) =>
        new(this, purpose, new ApiDomainInputs { Name = name, Certificate = inputs.Certificate, Stage = Stage });
}
