using System.Globalization;

namespace PaymentDr;

/// <summary>How often something runs, as EventBridge writes it.</summary>
public static class Rate
{
    /// <param name="expression">Such as <c>rate(5 minutes)</c>. What runs at times of the day is nothing that a recovery can wait for.</param>
    public static int SecondsOf(string expression) => expression.Split('(', ' ', ')') is ["rate", var number, var unit, ""]
        ? int.Parse(number, CultureInfo.InvariantCulture) * unit.TrimEnd('s') switch
        {
            "minute" => 60,
            "hour" => 60 * 60,
            "day" => 24 * 60 * 60,
            _ => throw new InvalidOperationException($"{expression} is no rate of minutes, hours or days."),
        }
        : throw new InvalidOperationException($"{expression} is no rate.");
}
