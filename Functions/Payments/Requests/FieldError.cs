namespace PaymentDr.Payments;

/// <summary>What is wrong with one field of a request. It never repeats the value, which may be a card's number.</summary>
public sealed record FieldError(string Field, string Message);
