using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace PaymentDr;

/// <summary>The files and variables that settings come from, and the problems found in them.</summary>
internal sealed class SettingsSource
{
    public const string VariablePrefix = "PAYMENTDR__";

    private readonly IConfigurationRoot _root;
    private readonly List<SettingsProblem> _problems = [];

    /// <summary>Later wins: appsettings.json, the environment's own file, environment variables.</summary>
    public SettingsSource(string folder, string suffix, IReadOnlyDictionary<string, string?> environment)
    {
        var variables = environment
            .Where(variable => variable.Key.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase))
            .ToLookup(variable => variable.Key[VariablePrefix.Length..].Replace("__", ":"), StringComparer.OrdinalIgnoreCase);
        _root = new ConfigurationBuilder()
            .SetBasePath(folder)
            .SetFileLoadExceptionHandler(failure => throw Unreadable(failure))
            .AddJsonFile("appsettings.json")
            .AddJsonFile($"appsettings.{suffix}.json", optional: true)
            .AddInMemoryCollection(variables.Select(same => KeyValuePair.Create(same.Key, same.First().Value)))
            .Build();
        foreach (var same in variables.Where(same => same.Count() > 1))
        {
            Refuse(same.Key, null, $"is set by {string.Join(" and ", same.Select(variable => variable.Key))}, which differ only in case");
        }
    }

    public SettingsSection Top => new(this, _root, "");

    public void Refuse(string key, string? value, string allowed, string? originKey = null) =>
        _problems.Add(new(key, value, OriginOf(originKey ?? key), allowed));

    public void ThrowIfRefused()
    {
        if (_problems.Count > 0)
        {
            throw new SettingsException(_problems);
        }
    }

    private string? OriginOf(string key) =>
        _root.Providers.LastOrDefault(provider => provider.TryGet(key, out _)) switch
        {
            null => null,
            JsonConfigurationProvider file => file.Source.Path,
            _ => $"{VariablePrefix}{key.Replace(":", "__")}",
        };

    private static SettingsException Unreadable(FileLoadExceptionContext failure)
    {
        var reason = failure.Exception is FileNotFoundException
            ? "there is no such file beside cdktf.json"
            : failure.Exception.GetBaseException().Message;
        return new SettingsException([new(failure.Provider.Source.Path!, null, null, reason)]);
    }
}
