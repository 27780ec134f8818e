namespace PaymentDr;

/// <summary>How long payments may not be taken on, and how many losses of a region that is.</summary>
/// <param name="Percent">Of availability.</param>
/// <param name="LossSeconds">What one loss costs at the worst.</param>
public sealed record ErrorBudget(decimal Percent, int LossSeconds)
{
    private const int SecondsPerDay = 24 * 60 * 60;
    private const int DaysPerMonth = 30;
    private const int DaysPerYear = 365;

    public decimal SecondsPerMonth => Of(DaysPerMonth);

    public decimal SecondsPerYear => Of(DaysPerYear);

    public decimal LossesPerMonth => SecondsPerMonth / LossSeconds;

    public decimal LossesPerYear => SecondsPerYear / LossSeconds;

    /// <summary>A budget that one loss uses up was none.</summary>
    public bool IsMet => LossSeconds <= SecondsPerMonth;

    private decimal Of(int days) => (100 - Percent) / 100 * days * SecondsPerDay;
}
