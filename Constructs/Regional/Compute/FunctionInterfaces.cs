using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;

namespace PaymentDr;

/// <summary>
/// What Lambda does in a function's name to connect it to a network. AWS removes such interfaces in its own time after the function is
/// gone; subnets and groups wait for that (<see cref="Region.SlowDelete"/>).
/// </summary>
public static class FunctionInterfaces
{
    public static IReadOnlyList<PolicyStatement> Manage(Region region, string function) =>
    [
        new()
        {
            Sid = "FindInterfaces",
            Actions = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
            Resources = ["*"],
        },
        new()
        {
            Sid = "ManageInterfaces",
            Actions =
            [
                "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses",
            ],
            // AWS names them, and asks for no less: an interface, and the subnets and groups that it is made in.
            Resources = [$"arn:aws:ec2:{region.Code}:{region.AccountId}:*/*"],
        },
        // Lambda needs this, and our code never.
        new()
        {
            Sid = "KeepInterfacesFromCode",
            Effect = "Deny",
            Actions = ["ec2:*"],
            Resources = ["*"],
            Condition = new[]
            {
                new DataAwsIamPolicyDocumentStatementCondition
                {
                    Test = "ArnEquals",
                    Variable = "lambda:SourceFunctionArn",
                    Values = [$"arn:aws:lambda:{region.Code}:{region.AccountId}:function:{function}"],
                },
            },
        },
    ];
}
