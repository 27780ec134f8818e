using System.Globalization;

namespace PaymentDr;

/// <summary>What the loss of the primary costs at the worst, computed from the file that would be deployed, and what it may cost.</summary>
public sealed record ObjectivesReport(IReadOnlyList<Waterfall> Waterfalls, IReadOnlyList<DataLoss> Losses, ErrorBudget Budget)
{
    /// <returns>Null where no door is open: nobody is served then, and nothing takes over.</returns>
    public static ObjectivesReport? Of(DeployedFile file, PaymentDrSettings settings)
    {
        if (!NameFailover.IsIn(file))
        {
            return null;
        }

        var traffic = TrafficWaterfall.Of(file, settings);
        return new(
            [traffic, SettlementWaterfall.Of(file, settings)],
            DataLoss.InRegion(file, settings),
            new(settings.Objectives.AvailabilityPercent, traffic.WorstSeconds));
    }

    /// <summary>Each objective that is not met, and why.</summary>
    public IReadOnlyList<string> Missed =>
    [
        .. Waterfalls.Where(waterfall => !waterfall.IsMet).Select(Explain),
        .. Losses.Where(loss => !loss.IsMet).Select(loss => $"{loss.Of}: {(loss.Seconds is { } seconds ? $"{seconds} s" : "all of them")} at the worst, and {loss.AllowedSeconds} s are allowed ({loss.Why})"),
        .. Budget.IsMet ? Array.Empty<string>() : [ExplainBudget()],
    ];

    /// <exception cref="ObjectivesException">An objective is not met.</exception>
    public void ThrowIfMissed()
    {
        if (Missed.Count > 0)
        {
            var missed = Waterfalls.Where(waterfall => !waterfall.IsMet).Select(waterfall => $"\n{ObjectivesText.Of(waterfall)}");
            throw new ObjectivesException($"The objectives are missed, nothing is written.{string.Concat(Missed.Select(each => $"\n  {each}"))}{string.Concat(missed).TrimEnd('\n')}");
        }
    }

    private static string Explain(Waterfall waterfall)
    {
        var keys = string.Join(", ", waterfall.Settings.Select(setting => $"{setting.Key} = {setting.Value}"));
        return waterfall.Obstacles is []
            ? $"{waterfall.Objective}: {waterfall.WorstSeconds} s at the worst, and {waterfall.AllowedBy} allows {waterfall.AllowedSeconds} s. What moves it: {keys}"
            : $"{waterfall.Objective}: {string.Join("; ", waterfall.Obstacles)}. What moves it: {keys}";
    }

    private string ExplainBudget() => string.Create(
        CultureInfo.InvariantCulture,
        $"availability: one loss costs {Budget.LossSeconds} s, and {Budget.Percent} % (Objectives:AvailabilityPercent) leave {Budget.SecondsPerMonth:0.#} s a month");
}
