using System.Globalization;
using PaymentDr.Runtime;

namespace PaymentDr.Hosting;

/// <summary>A variable of the environment is missing or wrong: the function cannot start.</summary>
public sealed class VariableException(string message) : Exception(message);

/// <summary>What the environment says, judged when it is asked for.</summary>
public sealed class Variables(Func<string, string?> find)
{
    public string? Find(string name) => find(name) is { Length: > 0 } value ? value : null;

    /// <summary>Of this environment's metrics: another one of the same account has its own, or one's silence would be hidden by the other.</summary>
    public string MetricNamespace => Find("METRIC_NAMESPACE") ?? Metrics.DefaultNamespace;

    public string Get(string name) => Find(name) ?? throw new VariableException($"{name} is not set.");

    public T Get<T>(string name, T? fallback = null)
        where T : struct, Enum => Find(name) switch
        {
            null when fallback is { } value => value,
            null => throw new VariableException($"{name} is not set: {Allowed<T>()}."),
            var text when Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) => value,
            var text => throw new VariableException($"{name} = '{text}': must be {Allowed<T>()}."),
        };

    public int Get(string name, int fallback, int most = int.MaxValue) => Find(name) switch
    {
        null => fallback,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= most => value,
        var text => throw new VariableException($"{name} = '{text}': must be a whole number greater than 0{(most < int.MaxValue ? $" and not above {most}" : "")}."),
    };

    public bool Is(string name) => Find(name) switch
    {
        null => false,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new VariableException($"{name} = '{text}': must be true or false."),
    };

    private static string Allowed<T>()
        where T : struct, Enum => string.Join(" or ", Enum.GetNames<T>());
}
