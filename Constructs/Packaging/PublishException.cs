namespace PaymentDr;

/// <summary>The functions were not published; the message holds what the compiler said.</summary>
public sealed class PublishException(string message) : Exception(message);
