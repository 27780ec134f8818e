using System.Text.Json;

namespace PaymentDr.Runtime;

/// <summary>Measurements of one moment, under the same dimensions.</summary>
public sealed class Metrics(params (string Name, string Value)[] dimensions)
{
    /// <summary>Where nobody says which environment's they are.</summary>
    public const string DefaultNamespace = "PaymentDr";

    private readonly List<(string Name, double Value, string Unit)> _values = [];

    public Metrics Count(string name, long value = 1) => Add(name, value, "Count");

    public Metrics Seconds(string name, TimeSpan time) => Add(name, time.TotalSeconds, "Seconds");

    internal void WriteTo(Utf8JsonWriter writer, TimeProvider clock, string space)
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", clock.GetUtcNow().ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        writer.WriteStartObject();
        writer.WriteString("Namespace", space);
        WriteDimensions(writer);
        writer.WriteStartArray("Metrics");
        foreach (var (name, _, unit) in _values)
        {
            writer.WriteStartObject();
            writer.WriteString("Name", name);
            writer.WriteString("Unit", unit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        foreach (var (name, value) in dimensions)
        {
            writer.WriteString(name, value);
        }

        foreach (var (name, value, _) in _values)
        {
            writer.WriteNumber(name, value);
        }
    }

    private void WriteDimensions(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("Dimensions");
        writer.WriteStartArray();
        foreach (var (name, _) in dimensions)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    private Metrics Add(string name, double value, string unit)
    {
        _values.Add((name, value, unit));
        return this;
    }
}
