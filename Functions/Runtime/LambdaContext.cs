namespace PaymentDr.Runtime;

/// <summary>What a handler knows of the invocation that it serves; named as in Amazon.Lambda.Core.</summary>
public sealed class LambdaContext(Invocation invocation, TimeProvider clock, StructuredLog logger)
{
    public string AwsRequestId => invocation.RequestId;

    public string InvokedFunctionArn => invocation.FunctionArn;

    /// <summary>For X-Ray; null when the invocation is not traced.</summary>
    public string? TraceId => invocation.TraceId;

    /// <summary>JSON of the caller's, as it came; null when there is none.</summary>
    public string? ClientContext => invocation.ClientContext;

    /// <summary>Until the function is stopped; never negative.</summary>
    public TimeSpan RemainingTime => invocation.Deadline - clock.GetUtcNow() is var time && time > TimeSpan.Zero ? time : TimeSpan.Zero;

    public StructuredLog Logger { get; } = logger.With(("requestId", invocation.RequestId), ("traceId", invocation.TraceId));
}
