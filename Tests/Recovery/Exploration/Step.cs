namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>Who has it happen.</summary>
internal enum Cause : byte
{
    /// <summary>Programs and services, by themselves.</summary>
    Progress,

    /// <summary>Nobody who means well.</summary>
    Chance,

    People,
}

/// <summary>One thing that can happen next.</summary>
/// <param name="Unnamed">A run that ended in no state.</param>
internal readonly record struct Step(string Name, Cause Cause, Situation After, string? Unnamed = null);
