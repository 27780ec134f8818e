using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>What AWS refuses of functions, of queues, and of what carries events between them.</summary>
[TestFixture]
[Category("Emulator")]
[Order(2)]
public sealed class ComputeRefusalTests
{
    private const string Region = "eu-west-1";
    private const string Account = "123456789012";

    private string _role = "";
    private string _subnet = "";
    private string _group = "";

    [OneTimeSetUp]
    public void BuildFunction()
    {
        _role = NewRole("able", "lambda.amazonaws.com", "sqs:*", "ec2:*");
        var vpc = Make("ec2 create-vpc --cidr-block 10.60.0.0/16 --query Vpc.VpcId");
        _subnet = Make($"ec2 create-subnet --vpc-id {vpc} --cidr-block 10.60.0.0/20 --query Subnet.SubnetId");
        _group = Make($"ec2 create-security-group --group-name of-functions --description d --vpc-id {vpc} --query GroupId");
        Make($"s3api create-bucket --bucket code-of-refusals --create-bucket-configuration LocationConstraint={Region}");
        Make("s3api put-object --bucket code-of-refusals --key code");
        Make(Create("function", _role, "--timeout 60"));
    }

    [Test]
    public void Nobody_but_a_role_for_Lambda_is_a_function_s() =>
        Refuses(Create("refused", NewRole("other", "pipes.amazonaws.com")), "cannot be assumed by Lambda");

    [Test]
    public void A_hundred_executions_are_left_to_functions_that_reserve_none()
    {
        Make("lambda put-function-concurrency --function-name function --reserved-concurrent-executions 900");

        Refuses("lambda put-function-concurrency --function-name function --reserved-concurrent-executions 901", "UnreservedConcurrentExecution");
        Make("lambda delete-function-concurrency --function-name function");
    }

    [Test]
    public void A_function_s_variables_have_four_kilobytes() =>
        Refuses($"lambda update-function-configuration --function-name function --environment Variables={{LONG={new string('x', 4096)}}}", "exceeded the 4KB limit");

    [Test]
    public void A_function_whose_role_makes_no_interfaces_joins_no_network() =>
        Refuses(Create("refused", NewRole("unable", "lambda.amazonaws.com"), $"--vpc-config SubnetIds={_subnet},SecurityGroupIds={_group}"), "CreateNetworkInterface");

    [Test]
    public void A_network_stays_as_long_as_functions_are_in_it()
    {
        Make(Create("networked", _role, $"--vpc-config SubnetIds={_subnet},SecurityGroupIds={_group}"));

        Refuses($"ec2 delete-security-group --group-id {_group}", "DependencyViolation");
        Refuses($"ec2 delete-subnet --subnet-id {_subnet}", "DependencyViolation");

        Make("lambda delete-function --function-name networked");
        Make($"ec2 delete-security-group --group-id {_group}");
        Make($"ec2 delete-subnet --subnet-id {_subnet}");
    }

    [Test]
    public void A_queue_hides_its_messages_for_as_long_as_its_function_may_run()
    {
        Make("sqs create-queue --queue-name hasty --attributes VisibilityTimeout=59");

        Refuses(Map("function", "hasty"), "less than Function timeout");
    }

    [Test]
    public void A_function_that_may_not_receive_is_handed_nothing()
    {
        Make(Create("deaf", NewRole("deaf", "lambda.amazonaws.com")));
        Make("sqs create-queue --queue-name unheard");

        Refuses(Map("deaf", "unheard"), "does not have permissions to call ReceiveMessage");
    }

    [Test]
    public void Dead_letters_go_to_a_queue_of_the_same_region_that_takes_them()
    {
        Make("sqs create-queue --queue-name elsewhere", "eu-central-1");
        Make("""sqs create-queue --queue-name closed --attributes {"RedriveAllowPolicy":"{\"redrivePermission\":\"denyAll\"}"}""");
        Make($$$"""sqs create-queue --queue-name choosy --attributes {"RedriveAllowPolicy":"{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"{{{ArnOf("chosen")}}}\"]}"}""");

        Refuses(CreateQueue("refused", "arn:aws:sqs:eu-central-1:123456789012:elsewhere"), "InvalidParameterValue");
        Refuses(CreateQueue("refused", ArnOf("closed")), "InvalidParameterValue");
        Refuses(CreateQueue("refused", ArnOf("choosy")), "InvalidParameterValue");
        Make(CreateQueue("chosen", ArnOf("choosy")));
    }

    [Test]
    public void A_pipe_between_what_there_is_not_or_with_a_role_that_may_not_fails()
    {
        var stream = Make("dynamodb create-table --table-name streamed --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH --stream-specification StreamEnabled=true,StreamViewType=NEW_IMAGE --query TableDescription.LatestStreamArn");
        Make("sqs create-queue --queue-name piped");
        var able = NewRole("pipe", "pipes.amazonaws.com", "sqs:SendMessage", "dynamodb:*");

        Refuses($"pipes create-pipe --name refused --source {stream} --target {ArnOf("piped")} --role-arn {_role}", "cannot be assumed");
        Assert.That(StateOf("whole", stream, ArnOf("piped"), able), Is.EqualTo("RUNNING"));
        Assert.That(StateOf("no-source", $"{stream}0", ArnOf("piped"), able), Is.EqualTo("CREATE_FAILED"));
        Assert.That(StateOf("no-target", stream, ArnOf("missing"), able), Is.EqualTo("CREATE_FAILED"));
        Assert.That(StateOf("no-reading", stream, ArnOf("piped"), NewRole("sender", "pipes.amazonaws.com", "sqs:SendMessage")), Is.EqualTo("CREATE_FAILED"));
        Assert.That(StateOf("no-sending", stream, ArnOf("piped"), NewRole("reader", "pipes.amazonaws.com", "dynamodb:*")), Is.EqualTo("CREATE_FAILED"));
    }

    [Test]
    public void A_secret_is_rotated_by_a_function_that_admits_the_service()
    {
        Make("secretsmanager create-secret --name unrotated --secret-string first");

        Refuses($"secretsmanager rotate-secret --secret-id unrotated --rotation-lambda-arn arn:aws:lambda:{Region}:{Account}:function:function --rotation-rules AutomaticallyAfterDays=30", "AccessDeniedException");
    }

    /// <summary>Roles are of the world: others here see them, too.</summary>
    internal static string NewRole(string name, string service, params string[] actions)
    {
        var role = Make($$$"""iam create-role --role-name refusal-{{{name}}} --assume-role-policy-document {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"{{{service}}}"}}]} --query Role.Arn""");
        if (actions.Length > 0)
        {
            var list = string.Join(',', actions.Select(action => $"\"{action}\""));
            Make($$$"""iam put-role-policy --role-name refusal-{{{name}}} --policy-name p --policy-document {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{{list}}}],"Resource":"*"}]}""");
        }

        return role;
    }

    private static string Create(string name, string role, string options = "") =>
        $"lambda create-function --function-name {name} --role {role} --runtime provided.al2023 --handler h --code S3Bucket=code-of-refusals,S3Key=code {options}".TrimEnd();

    private static string CreateQueue(string name, string deadLetters) =>
        $$$"""sqs create-queue --queue-name {{{name}}} --attributes {"RedrivePolicy":"{\"deadLetterTargetArn\":\"{{{deadLetters}}}\",\"maxReceiveCount\":5}"}""";

    private static string Map(string function, string queue) =>
        $"lambda create-event-source-mapping --function-name {function} --event-source-arn {ArnOf(queue)}";

    private static string StateOf(string pipe, string source, string target, string role)
    {
        Make($"pipes create-pipe --name {pipe} --source {source} --target {target} --role-arn {role}");
        return Make($"pipes describe-pipe --name {pipe} --query CurrentState");
    }

    private static string ArnOf(string queue) => $"arn:aws:sqs:{Region}:{Account}:{queue}";
}
