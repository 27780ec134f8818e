namespace PaymentDr.Commands;

/// <summary>A command was not carried out, or not everywhere; the message says what is where, and what to do.</summary>
public sealed class CommandException(string message) : Exception(message);
