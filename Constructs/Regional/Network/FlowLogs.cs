using HashiCorp.Cdktf.Providers.Aws.FlowLog;

namespace PaymentDr;

/// <summary>Who talked to whom in the VPC: accepted and refused connections.</summary>
public sealed class FlowLogs : RegionalConstruct
{
    public FlowLogs(RegionalConstruct parent, EncryptionKey key) : base(parent, "flow-logs")
    {
        var group = LogGroup.Declare(this, "group", Region.NameFor("logs", "flow"), key);
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
