using System.Diagnostics.CodeAnalysis;

namespace PaymentDr.Payments;

/// <summary>What became of reading a request: a payment, or everything that is wrong with it.</summary>
public sealed class Reading
{
    public Reading(Payment payment) => Payment = payment;

    public Reading(IReadOnlyList<FieldError> errors) => Errors = errors;

    public Payment? Payment { get; }

    public IReadOnlyList<FieldError> Errors { get; } = [];

    public bool IsValid([NotNullWhen(true)] out Payment? payment) => (payment = Payment) is not null;
}
