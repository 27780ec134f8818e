namespace PaymentDr.Runtime;

/// <summary>One event, as the runtime API hands it out.</summary>
public sealed record Invocation
{
    public required string RequestId { get; init; }

    public required string FunctionArn { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public string? TraceId { get; init; }

    public string? ClientContext { get; init; }

    public required ReadOnlyMemory<byte> Event { get; init; }
}
