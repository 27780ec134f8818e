namespace PaymentDr;

/// <summary>One refused value: where it stands, what it is, what is allowed. A null value means that there is none.</summary>
public sealed record SettingsProblem(string Key, string? Value, string? Origin, string Allowed)
{
    public override string ToString() =>
        $"{Key}{(Value is null ? "" : $" = '{Value}'")}{(Origin is null ? "" : $" ({Origin})")}: {Allowed}";
}

/// <summary>The settings were refused; the message names every problem at once.</summary>
public sealed class SettingsException(IReadOnlyList<SettingsProblem> problems)
    : Exception($"The settings are refused, nothing is written.{string.Concat(problems.Select(problem => $"\n  {problem}"))}")
{
    public IReadOnlyList<SettingsProblem> Problems { get; } = problems;
}
