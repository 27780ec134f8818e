using HashiCorp.Cdktf.Providers.Aws.CloudwatchLogGroup;
using HashiCorp.Cdktf.Providers.Aws.FlowLog;

namespace PaymentDr;

/// <summary>Who talked to whom in the VPC: accepted and refused connections.</summary>
public sealed class FlowLogs : RegionalConstruct
{
    private const int RetentionDays = 30;

    public FlowLogs(RegionalConstruct parent, EncryptionKey key) : base(parent, "flow-logs")
    {
        // Declared, and the role may not create groups: one that AWS made would outlive the stack.
        var group = new CloudwatchLogGroup(this, "group", new CloudwatchLogGroupConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("logs", "flow"),
            KmsKeyId = key.Key.Arn,
            RetentionInDays = RetentionDays,
        });
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "flow-logs",
            Service = "vpc-flow-logs.amazonaws.com",
            ServiceNamesAccount = true,
            Statements =
            [
                new PolicyStatement
                {
                    Sid = "WriteFlowLogs",
                    Actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    Resources = [$"{group.Arn}:*"],
                },
                new PolicyStatement
                {
                    Sid = "FindLogGroup",
                    // Listing knows no single group: AWS evaluates it on all of them.
                    Actions = ["logs:DescribeLogGroups"],
                    Resources = [$"arn:aws:logs:{Region.Code}:{Region.AccountId}:log-group:*"],
                },
            ],
        });
        _ = new FlowLog(this, "log", new FlowLogConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            TrafficType = "ALL",
            LogDestination = group.Arn,
            IamRoleArn = role.Role.Arn,
            Tags = Region.TagName("log", "flow"),
        });
    }
}
