using HashiCorp.Cdktf.Providers.Aws.LambdaEventSourceMapping;

namespace PaymentDr;

/// <summary>Hands what a queue holds to a function, in batches of which a part may fail.</summary>
public sealed class QueueReader : RegionalConstruct
{
    private const int BatchSize = 10;

    /// <param name="concurrency">How many batches at once: no more than the function may, or messages would be received in vain.</param>
    public QueueReader(RegionFunction function, MessageQueue queue, int concurrency) : base(function, "queue") =>
        Mapping = new LambdaEventSourceMapping(this, "mapping", new LambdaEventSourceMappingConfig
        {
            Provider = Region.Provider,
            EventSourceArn = queue.Queue.Arn,
            FunctionName = function.Function.FunctionName,
            BatchSize = BatchSize,
            FunctionResponseTypes = ["ReportBatchItemFailures"],
            ScalingConfig = new LambdaEventSourceMappingScalingConfig { MaximumConcurrency = concurrency },
            Tags = Region.TagName("mapping", "payments"),
        });

    public LambdaEventSourceMapping Mapping { get; }
}
