namespace PaymentDr.Runtime;

/// <summary>
/// A function: JSON in, JSON out. The token is cancelled shortly before the deadline, so that there is time left for an answer. What it throws
/// is logged and reported as the function's failure.
/// </summary>
public delegate Task<ReadOnlyMemory<byte>> Handler(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation);
