using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>Payments to play with.</summary>
internal static class Payloads
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static Payment Payment(string key = "order-0001", long amount = 1250, string payer = "tok_drill_payer") =>
        new("merchant", key, new Money(amount, Currency.Parse("EUR")!), payer, "tok_drill_payee");

    public static Accepted Accepted(string key = "order-0001", long amount = 1250, DateTimeOffset? at = null, int epoch = 0, string payer = "tok_drill_payer") =>
        new(Payment(key, amount, payer), new Epoch(epoch), at ?? Noon);
}
