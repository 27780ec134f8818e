using System.Text.Json;

namespace PaymentDr.Runtime;

/// <summary>Measurements of one moment, under the same dimensions.</summary>
public sealed class Metrics(params (string Name, string Value)[] dimensions)
{
    public const string Namespace = "PaymentDr";

    private readonly List<(string Name, double Value, string Unit)> _values = [];

    public Metrics Count(string name, long value = 1) => Add(name, value, "Count");

    public Metrics Seconds(string name, TimeSpan time) => Add(name, time.TotalSeconds, "Seconds");

    internal void WriteTo(Utf8JsonWriter writer, TimeProvider clock)
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", clock.GetUtcNow().ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        writer.WriteStartObject();
        writer.WriteString("Namespace", Namespace);
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
