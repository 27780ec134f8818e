using System.Text.Json;

namespace PaymentDr.Tests.Alarms;

/// <summary>What CloudWatch has measured, minute by minute: a healthy day, and what is otherwise for a while.</summary>
internal sealed class Recording
{
    private const string Folder = "Series";

    private const int MinutesOfDay = 24 * 60;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    private static readonly Lazy<IReadOnlyDictionary<string, Rhythm>> HealthyDay = new(() => Read<Dictionary<string, Rhythm>>("healthy-day"));

    private readonly Change[] _changes;
    private readonly Dictionary<(string Region, SeriesName Series, int Minute), double?> _values = [];

    private Recording(Change[] changes) => _changes = changes;

    public static IEnumerable<string> HealthySeries => HealthyDay.Value.Keys;

    /// <summary>By its file; the healthy day by itself where there is no name.</summary>
    public static Recording Of(string? name = null) => new(name is null ? [] : Read<Change[]>(name));

    /// <summary>Null where nothing was measured.</summary>
    public double? At(string region, SeriesName series, int minute)
    {
        if (!_values.TryGetValue((region, series, minute), out var value))
        {
            _values[(region, series, minute)] = value = Look(region, series, minute);
        }

        return value;
    }

    /// <summary>Of what an average is; null where that is of the values themselves.</summary>
    public static SeriesName? SamplesOf(SeriesName series) => Rhythm(series).Samples is { } metric ? series with { Metric = metric } : null;

    private double? Look(string region, SeriesName series, int minute)
    {
        var change = _changes.LastOrDefault(change => change.Region == region && change.Concerns(series) && minute >= change.From && minute < (change.Until ?? int.MaxValue));
        return change is null ? Rhythm(series).At(((minute % MinutesOfDay) + MinutesOfDay) % MinutesOfDay) : change.At(minute);
    }

    /// <summary>A region that is gone tells nobody of anything.</summary>
    public bool IsGone(string region, int minute) => _changes.Any(change => change.Region == region && change.Series == "*" && minute >= change.From);

    private static Rhythm Rhythm(SeriesName series) =>
        HealthyDay.Value.GetValueOrDefault($"{series}") ?? HealthyDay.Value.GetValueOrDefault($"{series.Namespace} {series.Metric}")
        ?? throw new KeyNotFoundException($"What {series} is on a healthy day is not recorded.");

    private static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Repository.PathOf("Tests", "Alarms", Folder, $"{name}.json")), Options)!;
}

/// <summary>How a series goes on a healthy day.</summary>
/// <param name="Value">Null where nothing is measured.</param>
/// <param name="Every">So many minutes.</param>
/// <param name="Of">The first minute of it.</param>
/// <param name="Samples">The metric of the same thing that says how many there were, where values are sums of ones.</param>
internal sealed record Rhythm(double? Value, int Every = 1, int Of = 0, string? Samples = null)
{
    public double? At(int minute) => minute % Every == Of ? Value : null;
}

/// <summary>What is otherwise for a while.</summary>
/// <param name="Series">With or without what it is of; a star for all of the region.</param>
/// <param name="From">Minute.</param>
/// <param name="Until">Minute; null for the rest of the recording.</param>
/// <param name="Value">Null where nothing is measured.</param>
/// <param name="Step">By how much it grows every minute.</param>
internal sealed record Change(string Region, string Series, int From, int? Until = null, double? Value = null, double Step = 0)
{
    public bool Concerns(SeriesName series) => Series == "*" || Series == $"{series}" || Series == $"{series.Namespace} {series.Metric}";

    public double? At(int minute) => Value + (Step * (minute - From));
}
