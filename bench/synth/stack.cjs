// The twin of Program.cs, as TypeScript compiles to it, with an import for each module that it uses.
'use strict';
const { Construct } = require('constructs');
const { App, LocalBackend, TerraformStack } = require('cdktf');
const { CloudwatchMetricAlarm } = require('@cdktf/provider-aws/lib/cloudwatch-metric-alarm');
const { IamRole } = require('@cdktf/provider-aws/lib/iam-role');
const { LambdaFunction } = require('@cdktf/provider-aws/lib/lambda-function');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { SecurityGroup } = require('@cdktf/provider-aws/lib/security-group');
const { Subnet } = require('@cdktf/provider-aws/lib/subnet');

class Group extends Construct {
  constructor(scope, id, provider, index) {
    super(scope, id);
    const subnet = new Subnet(this, 'subnet', {
      provider,
      vpcId: 'vpc-1',
      cidrBlock: `10.0.${index % 256}.0/24`,
      mapPublicIpOnLaunch: false,
      tags: { Name: `subnet-${index}` },
    });
    const role = new IamRole(this, 'role', { provider, name: `role-${index}`, assumeRolePolicy: '{}' });
    const access = new SecurityGroup(this, 'access', {
      provider,
      vpcId: 'vpc-1',
      ingress: [
        { fromPort: 443, toPort: 443, protocol: 'tcp', cidrBlocks: ['10.0.0.0/8'] },
        { fromPort: 5432, toPort: 5432, protocol: 'tcp', selfAttribute: true },
      ],
      egress: [{ fromPort: 0, toPort: 0, protocol: '-1', cidrBlocks: ['0.0.0.0/0'] }],
    });
    const lambda = new LambdaFunction(this, 'function', {
      provider,
      functionName: `function-${index}`,
      role: role.arn,
      runtime: 'provided.al2023',
      handler: 'bootstrap',
      memorySize: 1024,
      vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [access.id] },
      environment: { variables: { INDEX: `${index}` } },
    });
    new CloudwatchMetricAlarm(this, 'errors', {
      provider,
      alarmName: `errors-${index}`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      dimensions: { FunctionName: lambda.functionName },
    });
  }
}

const groups = Number(process.argv[2]) / 5;
const app = new App();
const stack = new TerraformStack(app, 'bench');
const provider = new AwsProvider(stack, 'aws', { region: 'us-east-1' });
new LocalBackend(stack, { path: 'terraform.tfstate' });
for (let i = 0; i < groups; i++) new Group(stack, `group-${i}`, provider, i);
app.synth();
