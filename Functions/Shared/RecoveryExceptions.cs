namespace PaymentDr.Functions;

/// <summary>The books are not written where they should be. Workflows wait by this name.</summary>
public sealed class WriterElsewhereException(string message) : Exception(message);

/// <summary>A later reign has begun: whoever carries out this one has to stop.</summary>
public sealed class ReignIsOverException(string message) : Exception(message);

/// <summary>Customers are not served as they should be. Workflows wait by this name.</summary>
public sealed class NotServedException(string message) : Exception(message);
