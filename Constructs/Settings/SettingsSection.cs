using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PaymentDr;

/// <summary>
/// A part of the configuration, read key by key. It gathers problems instead of stopping at the first, and in the end
/// refuses whatever nobody asked for, because a misspelt key that is ignored is a setting that silently has its default.
/// </summary>
internal sealed class SettingsSection(SettingsSource source, IConfiguration configuration, string path)
{
    private readonly Dictionary<string, SettingsSection?> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);

    public SettingsSection Section(string key)
    {
        var section = new SettingsSection(source, configuration.GetSection(key), PathOf(key));
        _known[key] = section;
        return section;
    }

    /// <summary>Null when the value is missing or refused: then a problem is noted, and the settings will not be used.</summary>
    public string? Text(string key, string allowed, Func<string, bool> isAllowed, string? fallback = null)
    {
        _known[key] = null;
        var value = configuration[key] ?? fallback;
        if (value is not null && isAllowed(value))
        {
            return value;
        }

        source.Refuse(PathOf(key), value, value is null ? $"is missing; must be {allowed}" : $"must be {allowed}");
        return null;
    }

    /// <summary>Null also where nobody has set it.</summary>
    public string? OptionalText(string key, string allowed, Func<string, bool> isAllowed)
    {
        _known[key] = null;
        return configuration[key] is null ? null : Text(key, allowed, isAllowed);
    }

    /// <summary>False when it is missing or refused.</summary>
    public bool Flag(string key) => Text(key, "true or false", text => bool.TryParse(text, out _)) is { } text && bool.Parse(text);

    /// <summary>A whole number between two others; 0 when it is missing or refused.</summary>
    public int Number(string key, int least, int most, string? unit = null)
    {
        var text = Text(
            key,
            $"a whole number from {least} to {most}{(unit is null ? "" : $" {unit}")}",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);
        return text is null ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>With three decimals at most; 0 when it is missing or refused.</summary>
    public decimal Percent(string key, decimal least, decimal most)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        var text = Text(
            key,
            string.Create(CultureInfo.InvariantCulture, $"a percentage from {least} to {most}, with at most three decimals"),
            text => decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most && decimal.Round(number, 3) == number);
        return text is null ? 0 : decimal.Parse(text, Style, CultureInfo.InvariantCulture);
    }

    public T? Choice<T>(string key) where T : struct, Enum
    {
        var choices = Enum.GetNames<T>();
        var value = Text(key, $"one of {string.Join(", ", choices)}", value => choices.Contains(value, StringComparer.OrdinalIgnoreCase));
        return value is null ? null : Enum.Parse<T>(value, ignoreCase: true);
    }

    /// <summary>Without a fallback a missing list is refused.</summary>
    public IReadOnlyList<string> List(string key, string allowed, Func<IReadOnlyList<string>, bool> isAllowed, IReadOnlyList<string>? fallback)
    {
        _known[key] = null;
        _lists.Add(key);
        var section = configuration.GetSection(key);
        if (!section.Exists())
        {
            if (fallback is null)
            {
                source.Refuse(PathOf(key), null, $"is missing; must be {allowed}");
            }

            return fallback ?? [];
        }

        string[] values = [.. section.GetChildren().Select(child => child.Value ?? "")];
        if (!isAllowed(values))
        {
            // An empty list of a file has a value, and what a variable adds to it stands below.
            var shown = values.Length > 0 ? string.Join(", ", values) : section.Value;
            source.Refuse(PathOf(key), shown, $"must be {allowed}", section.GetChildren().FirstOrDefault()?.Path);
        }

        return values;
    }

    /// <summary>A problem of several values together, shown at one of them.</summary>
    public void Refuse(string key, string reason) => source.Refuse(PathOf(key), configuration[key], reason);

    public void RefuseUnknownKeys()
    {
        foreach (var child in configuration.GetChildren())
        {
            if (!_known.TryGetValue(child.Key, out var section))
            {
                RefuseWhole(child, $"is not a setting; allowed {(path == "" ? "at the top" : $"in {path}")}: {string.Join(", ", _known.Keys)}");
            }
            else if (section is not null && child.Value is { } value)
            {
                source.Refuse(child.Path, value, $"is a group of settings and has no value; allowed in it: {string.Join(", ", section._known.Keys)}");
            }
            else if (section is null && !_lists.Contains(child.Key))
            {
                foreach (var below in child.GetChildren())
                {
                    RefuseWhole(below, $"is not a setting: {child.Path} is a value");
                }
            }

            section?.RefuseUnknownKeys();
        }
    }

    /// <summary>Down to the values: only they have a line in a file, or a variable, to look for.</summary>
    private void RefuseWhole(IConfigurationSection unknown, string reason)
    {
        if (unknown.Value is not null)
        {
            source.Refuse(unknown.Path, unknown.Value, reason);
        }

        foreach (var child in unknown.GetChildren())
        {
            RefuseWhole(child, reason);
        }
    }

    private string PathOf(string key) => path == "" ? key : $"{path}:{key}";
}
