namespace PaymentDr;

/// <summary>When people are told of a measure, and what of.</summary>
/// <param name="Id">Names the alarm; with a subject, where the same is told of several things.</param>
/// <param name="Requirement">What was promised, in a few words.</param>
/// <param name="Meaning">For the business: who loses what.</param>
public sealed record AlarmRule(
    string Id, Severity Severity, Measure Measure, Limit Limit, Window Window, Missing Missing, string Requirement, string Meaning)
{
    /// <summary>What this one is about; null where there is one only.</summary>
    public string? Subject { get; init; }

    /// <summary>The page that says what to do. Whoever is woken has one for nothing else.</summary>
    public string Runbook
    {
        get => field ?? Id;
        init;
    }

    public string Name => Subject is null ? Id : $"{Id}-{Subject}";
}

/// <summary>How soon somebody has to act.</summary>
public enum Severity
{
    /// <summary>Now: somebody is woken.</summary>
    Page,

    /// <summary>On the next working day.</summary>
    Ticket,
}

/// <summary>What a period without a value says.</summary>
public enum Missing
{
    /// <summary>Whoever is silent is ill.</summary>
    IsIll,

    /// <summary>There was nothing to count.</summary>
    IsWell,

    /// <summary>Nothing: it stays as it was.</summary>
    SaysNothing,
}

/// <summary>From where on a value is bad.</summary>
public sealed record Limit(string Operator, double Value)
{
    public static Limit AtLeast(double value) => new("GreaterThanOrEqualToThreshold", value);

    public static Limit Above(double value) => new("GreaterThanThreshold", value);

    public static Limit Below(double value) => new("LessThanThreshold", value);
}

/// <summary>How many of the last periods must be bad.</summary>
public sealed record Window(int Needed, int Periods, int Seconds)
{
    public static Window Minutes(int needed, int of) => new(needed, of, 60);

    public static Window FiveMinutes(int needed, int of) => new(needed, of, 300);

    public static Window Hours(int needed, int of) => new(needed, of, 3600);

    /// <summary>All that was measured in so many hours, as one value.</summary>
    public static Window Over(int hours) => new(1, 1, hours * 3600);
}
