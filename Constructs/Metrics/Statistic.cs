namespace PaymentDr;

/// <summary>How what was measured in a period becomes one value.</summary>
public enum Statistic
{
    Average,
    Maximum,
    Minimum,
    Sum,

    /// <summary>What 99 of 100 do not exceed.</summary>
    P99,
}
