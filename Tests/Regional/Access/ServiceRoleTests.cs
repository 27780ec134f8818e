namespace PaymentDr.Tests.Regional.Access;

[TestFixture]
public sealed class ServiceRoleTests
{
    private sealed class Worker : RegionalConstruct
    {
        public Worker(Region region) : base(region, "worker")
        {
            _ = new ServiceRole(this, new ServiceRoleInputs
            {
                Purpose = "worker",
                Service = "lambda.amazonaws.com",
                Statements =
                [
                    new PolicyStatement
                    {
                        Sid = "ReadNetwork",
                        Actions = ["ec2:DescribeVpcAttribute"],
                        Resources = [region.Vpc.Arn],
                    },
                ],
            });
        }
    }

    [Test, Snapshot]
    public void Role_of_a_function()
    {
        var synthesized = SynthesizedStack.Of(app =>
        {
            var stack = new TerraformStack(app, "stack");
            _ = new Worker(TestRegion.In(stack));
            return stack;
        });

        Snapshot.Verify(synthesized.Slice("primary/worker"));
    }
}
