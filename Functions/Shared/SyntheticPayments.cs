using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Functions;

/// <summary>Pays by doors, as customers do, to see whether they are served.</summary>
/// <param name="purpose">Of the payments: they are told apart by it.</param>
public sealed class SyntheticPayments(Platform platform, string purpose, Doors doors)
{
    private readonly DoorAddresses _addresses = DoorAddresses.Parse(platform.Variables.Get("DOORS"));

    /// <param name="region">Which has to answer by every door; null for whichever does.</param>
    /// <exception cref="NotServedException">A door is not answered, or by another region, or takes no payment.</exception>
    public async Task PayAsync(string? region, CancellationToken cancellation)
    {
        await Task.WhenAll(_addresses.Doors.Select(door => LookAsync(door, region, cancellation)));
        var key = (await new SecretStore(platform.Region).GetAsync(_addresses.KeySecret, cancellation)).Password;
        await Task.WhenAll(_addresses.Doors.Select((door, number) => PayAsync(door, number, key, cancellation)));
    }

    private async Task LookAsync(Uri door, string? region, CancellationToken cancellation)
    {
        var health = await doors.AskAsync(new Uri(door, DoorPaths.Health), cancellation) ?? throw new NotServedException($"{door} is not healthy.");
        if (region is not null && health.Region != region)
        {
            throw new NotServedException($"{door} leads to {health.Region}, and not to {region}.");
        }
    }

    private async Task PayAsync(Uri door, int number, string key, CancellationToken cancellation)
    {
        var idempotencyKey = Doors.KeyOf(purpose, platform.Region.Name, number, platform.Clock.GetUtcNow());
        if (!await doors.PayAsync(new Uri(door, DoorPaths.Payments), key, idempotencyKey, cancellation))
        {
            throw new NotServedException($"{door} takes no payment.");
        }
    }
}
