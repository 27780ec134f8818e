using System.Text.Json.Nodes;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Laws;

/// <summary>What every workflow of the file has, and what Terraform has to leave alone because of them.</summary>
[TestFixture]
public sealed class WorkflowLaws
{
    /// <summary>What a region that is lost may cost: settling goes on within it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const string RolesOfBooks = "aws_rds_cluster replication_source_identifier, aws_rds_cluster global_cluster_identifier";

    /// <summary>
    /// By action of recovery's roles: the arguments of resources that it changes, empty where it changes nothing that Terraform knows of. Data of tables and
    /// books, metrics, runs and messages are nobody's arguments.
    /// </summary>
    private static readonly Dictionary<string, string> Changed = new()
    {
        ["application-autoscaling:RegisterScalableTarget"] = "aws_appautoscaling_target min_capacity",
        ["cloudwatch:GetMetricStatistics"] = "",
        ["cloudwatch:PutMetricData"] = "",
        ["dynamodb:PutItem"] = "",
        ["dynamodb:Query"] = "",
        ["ecs:DescribeServices"] = "",
        ["ecs:UpdateService"] = "aws_ecs_service desired_count",
        ["kms:Decrypt"] = "",
        ["kms:DescribeKey"] = "",
        ["kms:Encrypt"] = "",
        ["kms:GenerateDataKey"] = "",
        ["kms:GenerateDataKeyWithoutPlaintext"] = "",
        ["kms:ReEncryptFrom"] = "",
        ["kms:ReEncryptTo"] = "",
        ["lambda:InvokeFunction"] = "",
        ["rds-data:ExecuteStatement"] = "",
        ["rds:DescribeGlobalClusters"] = "",
        ["rds:FailoverGlobalCluster"] = RolesOfBooks,
        ["rds:SwitchoverGlobalCluster"] = RolesOfBooks,
        ["secretsmanager:GetSecretValue"] = "",
        ["sns:Publish"] = "",
        ["states:ListExecutions"] = "",
        ["states:StartExecution"] = "",
        ["sts:AssumeRole"] = "",
    };

    /// <summary>What AWS has every machine and function do for its log and its traces.</summary>
    private static readonly string[] OfEveryRole = ["logs:", "xray:"];

    private static readonly string[] OfRecovery = ["role-decide-", "role-give-back-", "role-recover-", "role-recovery-", "role-workflow-"];

    [Test]
    public void Every_step_ends_in_time_and_its_failure_is_told_before_the_run_ends()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Faults), Is.Empty);

        Assert.That(Faults(Broken(states => states["Promote"]!.AsObject().Remove("TimeoutSeconds"))), Has.Some.Contains("Promote has no TimeoutSeconds"));
        Assert.That(Faults(Broken(states => states["Promote"]!.AsObject().Remove("Catch"))), Has.Some.Contains("Promote has no Catch"));
        Assert.That(Faults(Broken(states => states["RaiseBooks"]!["Catch"]![0]!["Next"] = "RaiseBooksFailed")), Has.Some.Contains("RaiseBooksFailed is reached by RaiseBooks, and nobody is told"));
    }

    [Test]
    public void A_workflow_ends_in_time_whatever_its_steps_take_and_taking_over_within_a_quarter_of_an_hour()
    {
        foreach (var machine in SynthesizedStack.Default.Workflows())
        {
            var definition = machine.Definition();
            TestContext.Out.WriteLine($"{machine.Text("name")}: {LongestWay(definition)}");
            var isTakingOver = machine.Text("name")!.Contains("failover", StringComparison.Ordinal);
            Assert.That(LongestWay(definition), Is.LessThan(isTakingOver ? Longest : TimeSpan.FromSeconds((int)definition["TimeoutSeconds"]!)));
        }

        var slow = Broken(states => states["AwaitWriter"]!["TimeoutSeconds"] = 8).Workflow("failover-primary").Definition();
        Assert.That(LongestWay(slow), Is.GreaterThan(Longest), "each second of a look counts 24 times");
    }

    /// <summary>A plan would take back what recovery did, and promote or detach what it must not.</summary>
    [Test]
    public void What_recovery_changes_Terraform_leaves_alone()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Undone), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_rds_cluster")["lifecycle"]!["ignore_changes"] = new JsonArray("engine_version"));
        Assert.That(Undone(broken), Has.Some.Contains("replication_source_identifier of aws_rds_cluster."));

        broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_appautoscaling_target").Remove("lifecycle"));
        Assert.That(Undone(broken), Has.Some.Contains("min_capacity of aws_appautoscaling_target."));
    }

    [Test]
    public void Of_whatever_recovery_may_do_it_is_said_what_it_changes()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Actions).Distinct(), Is.EquivalentTo(Changed.Keys));
    }

    /// <summary>With something changed in what takes over in the primary.</summary>
    private static SynthesizedStack Broken(Action<JsonObject> change) => SynthesizedStack.Default.BrokenStates("failover-primary", change);

    private static IEnumerable<string> Faults(SynthesizedStack stack) =>
        from machine in stack.Workflows()
        let states = machine.States()
        from state in states
        from fault in Faults(states, state.Key, state.Value!.AsObject())
        select $"{machine.Text("name")}: {fault}";

    private static IEnumerable<string> Faults(JsonObject states, string name, JsonObject state)
    {
        if ((string)state["Type"]! == "Task")
        {
            foreach (var missing in new[] { "TimeoutSeconds", "Retry", "Catch" }.Where(member => !state.ContainsKey(member)))
            {
                yield return $"{name} has no {missing}";
            }
        }

        var isTelling = (string?)state["Resource"] == "arn:aws:states:::sns:publish";
        foreach (var end in Targets(state).Where(target => (string)states[target]!["Type"]! is "Fail" or "Succeed"))
        {
            if (!isTelling)
            {
                yield return $"{end} is reached by {name}, and nobody is told";
            }
        }
    }

    private static IEnumerable<string> Targets(JsonObject state) =>
        new[] { state["Next"], state["Default"] }
            .Concat((state["Choices"] as JsonArray ?? []).Select(way => way!["Next"]))
            .Concat((state["Catch"] as JsonArray ?? []).Select(caught => caught!["Next"]))
            .OfType<JsonNode>().Select(target => (string)target!);

    /// <summary>To the end that was wanted, with every try of every step as long as it may be.</summary>
    private static TimeSpan LongestWay(JsonObject definition) => TimeSpan.FromSeconds(
        new WorkflowTimes(definition).Ends().Where(end => (string)definition["States"]![end.Key]!["Type"]! == "Succeed").Max(end => end.Value));

    private static IEnumerable<string> Actions(SynthesizedStack stack) => Permissions.Policies.Of(stack).Statements
        .Where(statement => statement.IsOfRole && OfRecovery.Any(role => statement.Holder.Contains($"/{role}", StringComparison.Ordinal)))
        .SelectMany(statement => statement.Actions)
        .Where(action => !OfEveryRole.Any(service => action.StartsWith(service, StringComparison.Ordinal)))
        .Distinct();

    /// <summary>Also where the file says nothing of an argument: what AWS has instead would be taken back.</summary>
    private static IEnumerable<string> Undone(SynthesizedStack stack) =>
        from action in Actions(stack)
        from argument in Changed[action].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(' '))
        from element in stack.Elements
        where element.Type == argument[0]
        where (element.Body["lifecycle"]?["ignore_changes"] as JsonArray ?? []).All(ignored => (string)ignored! != argument[1])
        select $"{action} changes {argument[1]} of {element}, and the next plan takes it back";
}
