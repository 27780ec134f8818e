using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventRule;

namespace PaymentDr;

/// <summary>What is published of what carries work on: by SQS, EventBridge and Step Functions.</summary>
internal static class MessageMetrics
{
    public static Metric Waiting(this MessageQueue queue) => Of(queue, "ApproximateNumberOfMessagesVisible", Statistic.Maximum);

    /// <summary>In seconds, of the oldest message.</summary>
    public static Metric Age(this MessageQueue queue) => Of(queue, "ApproximateAgeOfOldestMessage", Statistic.Maximum);

    /// <summary>Batches that could not be brought from the ledger's stream into the queue.</summary>
    public static Formula Failures(this LedgerPipe pipe) => Formula.Total(
        Of(pipe, "ExecutionFailed"), Of(pipe, "ExecutionPartiallyFailed"), Of(pipe, "ExecutionThrottled"), Of(pipe, "ExecutionTimeout"));

    public static Metric Events(this LedgerPipe pipe) => Of(pipe, "EventCount");

    /// <summary>What a rule of a bus gave up to deliver.</summary>
    public static Metric Failures(this CloudwatchEventRule rule, Region region) =>
        new(region, "AWS/Events", "FailedInvocations", Statistic.Sum, ("EventBusName", rule.EventBusName), ("RuleName", rule.Name));

    public static Metric Started(this RecoveryWorkflow workflow) => Of(workflow, "ExecutionsStarted");

    public static Metric Succeeded(this RecoveryWorkflow workflow) => Of(workflow, "ExecutionsSucceeded");

    /// <summary>Runs that did not end well, whoever ended them.</summary>
    public static Formula Failures(this RecoveryWorkflow workflow) =>
        Formula.Total(Of(workflow, "ExecutionsFailed"), Of(workflow, "ExecutionsTimedOut"), Of(workflow, "ExecutionsAborted"));

    private static Metric Of(MessageQueue queue, string name, Statistic statistic) => new(queue.Region, "AWS/SQS", name, statistic, ("QueueName", queue.Queue.Name));

    private static Metric Of(LedgerPipe pipe, string name) => new(pipe.Region, "AWS/EventBridge/Pipes", name, Statistic.Sum, ("PipeName", pipe.Pipe.Name));

    private static Metric Of(RecoveryWorkflow workflow, string name) =>
        new(workflow.Region, "AWS/States", name, Statistic.Sum, ("StateMachineArn", workflow.Machine.Arn));
}
