namespace PaymentDr;

/// <summary>What would be deployed could exceed its objectives; the message says which, by what and which settings move it.</summary>
public sealed class ObjectivesException(string message) : Exception(message);
