namespace PaymentDr;

/// <summary>What passes one after the other from the loss of the primary until something is there again, and how long that may take.</summary>
public sealed record Waterfall
{
    public required string Objective { get; init; }

    /// <summary>The setting that says it.</summary>
    public required string AllowedBy { get; init; }

    public required int AllowedSeconds { get; init; }

    public required IReadOnlyList<Term> Terms { get; init; }

    /// <summary>What else was computed, and is judged by nobody.</summary>
    public IReadOnlyList<Term> Besides { get; init; } = [];

    /// <summary>Why it would never be there again, whatever the terms add up to.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>The settings that it depends on, with their values.</summary>
    public required IReadOnlyList<(string Key, int Value)> Settings { get; init; }

    public int WorstSeconds => Terms.Sum(term => term.Seconds);

    public bool IsMet => Obstacles.Count == 0 && WorstSeconds <= AllowedSeconds;
}

/// <summary>What passes at the most.</summary>
/// <param name="What">What is waited for.</param>
/// <param name="Sum">From what it was computed, as numbers.</param>
/// <param name="From">Where these stand: the name of what is deployed, a setting, a rule of the program, or whose word it is.</param>
public sealed record Term(string What, int Seconds, string Sum, string From);
