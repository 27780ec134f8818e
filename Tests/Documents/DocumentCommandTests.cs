using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>
/// Every command that a document shows, whoever may need it at night: its words are those that bash makes of it, what it calls is there, takes what it is given, and
/// names what is deployed.
/// </summary>
[TestFixture]
public sealed partial class DocumentCommandTests
{
    private static readonly DeployedThings Things = new(SynthesizedStack.Default);

    private static readonly NameRules Rules = new(Things, Metrics());

    /// <summary>What a document could say wrong, and what is said of it.</summary>
    private static readonly (string Command, string Fault)[] Broken =
    [
        ("aws stepfunction list-state-machines --region us-west-2", "no command 'stepfunction list-state-machines'"),
        ("aws rds describe-global-cluster --region us-west-2", "no command 'rds describe-global-cluster'"),
        ("aws rds describe-global-clusters --region us-west-2 --cluster-identifier database-books-prod", "no argument --cluster-identifier"),
        ("aws rds describe-global-clusters --region us-west-2 --query 'GlobalClusters[0'", "cannot be read"),
        ("aws rds failover-global-cluster --region us-west-2 --global-cluster-identifier database-books-prod", "needs --target-db-cluster-identifier"),
        ("aws lambda invoke --region us-west-2 --function-name function-decide-secondary-prod", "needs outfile"),
        ("aws sqs get-queue-url --region us-west-2 --queue-name", "has no value"),
        ("aws sns list-topics --region us-west-2 everything", "takes no further word, such as 'everything'"),
        ("aws logs tail --region us-west-2 --from 1h logs-decide-secondary-prod", "no argument --from"),
    ];

    private static readonly (string Command, string Fault)[] Misnamed =
    [
        ("aws lambda invoke --region us-west-2 --function-name function-decides-secondary-prod /dev/stdout", "no aws_lambda_function 'function-decides-secondary-dev'"),
        ("aws lambda invoke --region us-west-2 --function-name function-decide-secondary /dev/stdout", "no aws_lambda_function 'function-decide-secondary'"),
        ("aws lambda invoke --region us-east-1 --function-name function-decide-secondary-prod /dev/stdout", "is in us-west-2, and us-east-1 is asked"),
        ("aws logs tail --region us-west-2 logs-decider-secondary-prod", "nothing is called 'logs-decider-secondary-dev'"),
        ("aws dynamodb get-item --region us-east-1 --table-name table-ledgers-prod --key '{}'", "no aws_dynamodb_table 'table-ledgers-dev'"),
        ("aws ssm get-parameter --region us-east-1 --name /payment-dr/prod/ledger/name", "no aws_ssm_parameter '/payment-dr/dev/ledger/name'"),
        ("aws ssm get-parameters-by-path --region us-east-1 --path /payment-dr/prod/key", "no parameter stands below '/payment-dr/dev/key'"),
        ("aws sqs get-queue-url --region us-east-1 --queue-name queue-payment-primary-prod", "no aws_sqs_queue 'queue-payment-primary-dev'"),
        ("aws route53 list-health-checks --query \"HealthChecks[?Name=='alarm-switches-secondary-prod']\"", "nothing is called 'alarm-switches-secondary-dev'"),
        ("aws stepfunctions list-executions --region us-west-2 --state-machine-arn arn:aws:states:us-west-2:123456789012:stateMachine:workflow-failover-primary-prod", "is in us-east-1"),
        ("aws stepfunctions list-executions --region us-west-2 --state-machine-arn arn:aws:states:us-east-1:123456789012:stateMachine:workflow-failover-secondary-prod", "another region"),
        ("aws sns subscribe --region us-west-2 --topic-arn arn:aws:sns:us-west-2:210987654321:topic-alerts-secondary-prod", "another account"),
        ("aws ecs describe-services --region us-west-2 --cluster cluster-pay-secondary-prod --services service-paid-secondary-prod", "no aws_ecs_service"),
        ("aws cloudwatch get-metric-statistics --region us-west-2 --namespace PaymentDr/prod --metric-name PeersHealthy", "nobody measures 'PeersHealthy'"),
        ("aws cloudwatch put-metric-data --region us-west-2 --namespace PaymentDr/prod --metric-name switch-drill-prod --value 0", "nobody measures 'switch-drill-dev' in PaymentDr/dev"),
        ("aws cloudwatch get-metric-statistics --region us-west-2 --namespace PaymentDR/prod --metric-name PeerHealthy", "no namespace 'PaymentDR/dev'"),
        ("aws cloudwatch get-metric-statistics --region us-west-2 --namespace AWS/Lambda --metric-name Error --dimensions Name=FunctionName,Value=function-probe-secondary-prod", "no metric 'Error'"),
        ("aws cloudwatch get-metric-statistics --region us-west-2 --namespace AWS/Lambda --metric-name Errors --dimensions Name=Function,Value=function-probe-secondary-prod", "no dimension 'Name=Function"),
        ("aws cloudwatch get-metric-statistics --region us-west-2 --namespace AWS/Lambda --metric-name Errors", "none is named"),
        ("aws rds describe-db-instances --db-instance-identifier instance-books-0-primary-prod", "whether --db-instance-identifier"),
        ("dotnet run -- undo", "no command 'undo'"),
        ("dotnet run -- keys drop acme", "knows no 'drop'"),
        ("dotnet test Tests --filter No_such_test", "no test is called"),
        ("npx cdktf apply", "no command 'apply'"),
        ("terraform output primary_api_address", "no output 'primary_api_address'"),
        ("curl -sS https://primary.apis.payments.example.com/health", "no name 'primary.apis.payments.invalid'"),
        ("curl -sS https://primary.api.payments.example.com/healthy", "nobody answers '/healthy'"),
    ];

    private static readonly Lazy<AwsCommands> LazyAws = new(() => AwsCommands.Of(CallsOf(DocumentShell.All).Concat(Broken.SelectMany(broken => CallsOf(Run(broken.Command))))));

    private static AwsCommands Aws => LazyAws.Value;

    private static IEnumerable<MarkdownFile> Documents => MarkdownFile.All;

    private static IEnumerable<TestCaseData> OfBroken => Broken.Select(broken => new TestCaseData(broken.Command, broken.Fault));

    private static IEnumerable<TestCaseData> OfMisnamed => Misnamed.Select(broken => new TestCaseData(broken.Command, broken.Fault));

    [Test]
    public void Every_block_is_of_a_kind_that_is_known()
    {
        var blocks = Documents.SelectMany(document => document.Blocks).ToArray();

        Assert.That(blocks.Where(block => block.Kind is BlockKind.Unknown).Select(block => $"{block}: {block.Text.Split('\n')[0]}"), Is.Empty);
        Assert.That(blocks.Select(block => block.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<BlockKind>().Except([BlockKind.Unknown])));
    }

    [Test]
    public void What_is_no_kind_of_block_is_not_passed_over() =>
        Assert.That(new MarkdownFile("x.md", "\n    sudo reboot\n").Blocks.Single().Kind, Is.EqualTo(BlockKind.Unknown));

    [Test]
    public void A_block_in_a_list_and_between_fences_is_one_too()
    {
        var document = new MarkdownFile("x.md", "- a\n\n      aws sts a\n\n      aws sts b\n  c\n```\naws sts d\n```\n    no block, but a line that goes on\n");

        Assert.That(document.Blocks.Select(block => block.Text), Is.EqualTo(["aws sts a\n\naws sts b", "aws sts d"]));
    }

    [Test]
    public void Words_are_those_that_the_shell_makes()
    {
        var words = Run("suffix=prod\n    for x in a b; do aws $x-$suffix \"$(aws c)\" '{\"d\": \"e f\"}' | jq . > file; done");

        Assert.That(
            words.Where(word => word.Program == "aws").Select(command => string.Join('|', command.Words)),
            Is.EquivalentTo(["c", "c", "a-prod|what-was-answered|{\"d\": \"e f\"}", "b-prod|what-was-answered|{\"d\": \"e f\"}"]));
    }

    [TestCase("aws $nowhere", "unbound")]
    [TestCase("aws 'open", "unexpected EOF")]
    [TestCase("aws x | grep y", "grep: command not found")]
    public void What_the_shell_cannot_run_fails(string command, string fault)
    {
        DocumentShell.Require();
        Assert.That(() => Run(command), Throws.InvalidOperationException.With.Message.Contains(fault));
    }

    [Test]
    public void Every_command_of_AWS_is_one_and_takes_what_it_is_given()
    {
        RequireAws();
        var calls = CallsOf(DocumentShell.All).ToArray();

        Assert.That(calls, Has.Length.GreaterThan(50));
        Assert.That(string.Join('\n', calls.SelectMany(call => Aws.FaultsOf(call).Select(fault => $"{call}\n  {fault}"))), Is.Empty);
    }

    [TestCaseSource(nameof(OfBroken))]
    public void A_command_of_AWS_that_is_none_is_found(string command, string fault)
    {
        RequireAws();
        Assert.That(CallsOf(Run(command)).SelectMany(Aws.FaultsOf), Has.Some.Contains(fault));
    }

    [Test]
    public void Everything_that_a_command_names_is_there() =>
        Assert.That(string.Join('\n', DocumentShell.All.SelectMany(command => FaultsOf(command).Select(fault => $"{command}\n  {fault}"))), Is.Empty);

    [TestCaseSource(nameof(OfMisnamed))]
    public void A_name_that_nothing_has_is_found(string command, string fault)
    {
        DocumentShell.Require();
        Assert.That(Run(command).SelectMany(FaultsOf), Has.Some.Contains(fault));
    }

    /// <summary>What functions and the service say in CloudWatch's embedded format.</summary>
    private static HashSet<string> Metrics() =>
    [
        .. from folder in new[] { "Functions", "Service" }
           from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
           from match in Measured().Matches(File.ReadAllText(file))
           select match.Groups[1].Value,
        .. typeof(PaymentDr.Payments.SettlementResult).GetNestedTypes().Select(result => $"Settlement{result.Name}"),
    ];

    private static IEnumerable<string> FaultsOf(DocumentCommand command) =>
        command.Program == "aws" ? Rules.FaultsOf(new AwsCall(command)) : OtherPrograms.FaultsOf(command, Things, Rules);

    private static IEnumerable<AwsCall> CallsOf(IEnumerable<DocumentCommand> commands) => commands.Where(command => command.Program == "aws").Select(command => new AwsCall(command));

    private static IReadOnlyList<DocumentCommand> Run(string command) => DocumentShell.Run(new MarkdownFile("x.md", $"\n    {command}\n"));

    private static void RequireAws()
    {
        DocumentShell.Require();
        if (AwsCommands.FindObstacle() is { } obstacle)
        {
            ExternalTool.Missing(obstacle);
        }
    }

    [GeneratedRegex("""\.(?:Count|Seconds)\("(\w+)""")]
    private static partial Regex Measured();
}
