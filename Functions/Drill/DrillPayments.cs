using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Functions.Drill;

/// <summary>Pays by the drill's name, between the accounts of the drill's book, and follows each payment until it is settled.</summary>
public sealed class DrillPayments(Doors doors, Uri door, SecretStore secrets, string keySecret, TimeProvider clock)
{
    public const int Number = 3;

    /// <summary>Whoever reigns settles them: by the queue within seconds, and otherwise by the reconciliation of every five minutes, which is too late.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Uri _payments = new(door, DoorPaths.Payments);

    /// <param name="minute">Of the drill: taken again, the step pays nothing twice.</param>
    public async Task<IReadOnlyList<DrillPayment>> PayAsync(string region, DateTimeOffset minute, CancellationToken cancellation)
    {
        var key = (await secrets.GetAsync(keySecret, cancellation)).Password;
        var begin = clock.GetUtcNow();
        var payments = await Task.WhenAll(Enumerable.Range(0, Number).Select(number => TakeAsync(key, Doors.KeyOf("drill", region, number, minute), begin, cancellation)));
        while (payments.Any(IsOpen) && clock.GetUtcNow() - begin < Patience)
        {
            await Task.Delay(Pause, clock, cancellation);
            payments = await Task.WhenAll(payments.Select(payment => LookAsync(payment, key, begin, cancellation)));
        }

        return payments;
    }

    private async Task<DrillPayment> TakeAsync(string key, string idempotencyKey, DateTimeOffset begin, CancellationToken cancellation)
    {
        var payment = new DrillPayment(idempotencyKey, Id: null, Durability: null, State: null, SettledSeconds: null);
        return await doors.TakeOnAsync(_payments, key, idempotencyKey, cancellation) is { } taken
            ? Seen(payment with { Id = taken.Id, Durability = taken.Durability?.ToString().ToUpperInvariant() }, taken.State, begin)
            : payment;
    }

    private async Task<DrillPayment> LookAsync(DrillPayment payment, string key, DateTimeOffset begin, CancellationToken cancellation) =>
        IsOpen(payment) && await doors.FindAsync(_payments, key, payment.Id!, cancellation) is { } found ? Seen(payment, found.State, begin) : payment;

    private DrillPayment Seen(DrillPayment payment, PaymentState state, DateTimeOffset begin) => payment with
    {
        State = Name(state),
        SettledSeconds = state is PaymentState.Settled ? Math.Round((clock.GetUtcNow() - begin).TotalSeconds, 1) : null,
    };

    private static bool IsOpen(DrillPayment payment) => payment.State == Name(PaymentState.Accepted);

    private static string Name(PaymentState state) => state.ToString().ToLowerInvariant();
}
