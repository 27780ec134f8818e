using System.Globalization;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Functions;

/// <summary>
/// Which reign of the secondary a workflow has completed, as that workflow has noted it in the ledger: the list of its runs forgets after
/// 90 days.
/// </summary>
public static class Reign
{
    public const string Sighting = "reign";
    public const string Completed = "completed";

    public static Task CompleteAsync(Sightings sightings, Epoch epoch, DateTimeOffset at, CancellationToken cancellation) => sightings.PutAsync(
        Site.Secondary, new Sighting(Sighting, at, (Completed, epoch.Number.ToString(CultureInfo.InvariantCulture))), cancellation);

    public static bool IsCompleted(IReadOnlyList<Sighting> seen, Epoch epoch) =>
        seen.FirstOrDefault(sighting => sighting.Name == Sighting)?.Details.GetValueOrDefault(Completed) is { } text
        && int.TryParse(text, CultureInfo.InvariantCulture, out var number)
        && number >= epoch.Number;
}
