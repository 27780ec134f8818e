namespace PaymentDr;

/// <summary>Under which RDS writes down every minute how the instances' operating systems do.</summary>
public sealed class BooksMonitoring : RegionalConstruct
{
    public const int IntervalSeconds = 60;

    public BooksMonitoring(RegionalConstruct parent) : base(parent, "monitoring")
    {
        // AWS dictates this name. All databases of the account write there, so it is not ours to declare: it would go with this stack,
        // and take what others wrote. Nor is its absence: the role may make it, as the policy that AWS offers for this may. That one
        // is not attached, because it admits every group whose name begins with RDS, in every region.
        var group = $"arn:aws:logs:{Region.Code}:{Region.AccountId}:log-group:RDSOSMetrics";
        Role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "books-monitoring",
            Service = "monitoring.rds.amazonaws.com",
            ServiceNamesAccount = true,
            Statements =
            [
                new PolicyStatement
                {
                    Sid = "MakeMonitoringGroup",
                    Actions = ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
                    Resources = [$"{group}:*"],
                },
                new PolicyStatement
                {
                    Sid = "WriteMonitoringStreams",
                    Actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"],
                    Resources = [$"{group}:log-stream:*"],
                },
            ],
        });
    }

    public ServiceRole Role { get; }
}
