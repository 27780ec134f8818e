// The stack of the benchmark: as many resources as the argument says, a fifth of each kind. stack.cjs is its twin.
using System.Globalization;
using Constructs;
using HashiCorp.Cdktf;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchMetricAlarm;
using HashiCorp.Cdktf.Providers.Aws.IamRole;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;
using HashiCorp.Cdktf.Providers.Aws.Provider;
using HashiCorp.Cdktf.Providers.Aws.SecurityGroup;
using HashiCorp.Cdktf.Providers.Aws.Subnet;

var groups = int.Parse(args[0], CultureInfo.InvariantCulture) / 5;
var app = new App();
var stack = new TerraformStack(app, "bench");
var provider = new AwsProvider(stack, "aws", new AwsProviderConfig { Region = "us-east-1" });
_ = new LocalBackend(stack, new LocalBackendConfig { Path = "terraform.tfstate" });
for (var i = 0; i < groups; i++)
{
    _ = new Group(stack, $"group-{i}", provider, i);
}

app.Synth();

internal sealed class Group : Construct
{
    public Group(Construct scope, string id, AwsProvider provider, int index) : base(scope, id)
    {
        var subnet = new Subnet(this, "subnet", new SubnetConfig
        {
            Provider = provider,
            VpcId = "vpc-1",
            CidrBlock = $"10.0.{index % 256}.0/24",
            MapPublicIpOnLaunch = false,
            Tags = new Dictionary<string, string> { ["Name"] = $"subnet-{index}" },
        });
        var role = new IamRole(this, "role", new IamRoleConfig
        {
            Provider = provider,
            Name = $"role-{index}",
            AssumeRolePolicy = "{}",
        });
        var access = new SecurityGroup(this, "access", new SecurityGroupConfig
        {
            Provider = provider,
            VpcId = "vpc-1",
            Ingress = new[]
            {
                new SecurityGroupIngress { FromPort = 443, ToPort = 443, Protocol = "tcp", CidrBlocks = ["10.0.0.0/8"] },
                new SecurityGroupIngress { FromPort = 5432, ToPort = 5432, Protocol = "tcp", SelfAttribute = true },
            },
            Egress = new[] { new SecurityGroupEgress { FromPort = 0, ToPort = 0, Protocol = "-1", CidrBlocks = ["0.0.0.0/0"] } },
        });
        var function = new LambdaFunction(this, "function", new LambdaFunctionConfig
        {
            Provider = provider,
            FunctionName = $"function-{index}",
            Role = role.Arn,
            Runtime = "provided.al2023",
            Handler = "bootstrap",
            MemorySize = 1024,
            VpcConfig = new LambdaFunctionVpcConfig { SubnetIds = [subnet.Id], SecurityGroupIds = [access.Id] },
            Environment = new LambdaFunctionEnvironment { Variables = new Dictionary<string, string> { ["INDEX"] = $"{index}" } },
        });
        _ = new CloudwatchMetricAlarm(this, "errors", new CloudwatchMetricAlarmConfig
        {
            Provider = provider,
            AlarmName = $"errors-{index}",
            Namespace = "AWS/Lambda",
            MetricName = "Errors",
            Statistic = "Sum",
            Period = 60,
            EvaluationPeriods = 1,
            Threshold = 1,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Dimensions = new Dictionary<string, string> { ["FunctionName"] = function.FunctionName },
        });
    }
}
