using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaymentDr.Runtime;

/// <summary>One JSON object per line, with the fields that the scope has gathered. Whatever looks like a card number is left out.</summary>
public sealed class StructuredLog
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream _output;
    private readonly TimeProvider _clock;
    private readonly string _metrics;
    private readonly (string Name, object? Value)[] _fields;

    /// <param name="metrics">The namespace of what is measured.</param>
    public StructuredLog(Stream output, TimeProvider clock, string metrics = Metrics.DefaultNamespace)
        : this(output, clock, metrics, [])
    {
    }

    private StructuredLog(Stream output, TimeProvider clock, string metrics, (string Name, object? Value)[] fields) =>
        (_output, _clock, _metrics, _fields) = (output, clock, metrics, fields);

    /// <summary>The same log, with more to say on each line. What is null is not said.</summary>
    public StructuredLog With(params (string Name, object? Value)[] fields) => new(_output, _clock, _metrics, [.. _fields, .. fields]);

    public void Info(string message, params (string Name, object? Value)[] fields) => Write("INFO", message, fields);

    public void Warn(string message, params (string Name, object? Value)[] fields) => Write("WARN", message, fields);

    public void Error(string message, Exception exception, params (string Name, object? Value)[] fields) => Write(
        "ERROR", message, [("errorType", exception.GetType().Name), ("error", exception.Message), ("stackTrace", exception.StackTrace), .. fields]);

    /// <summary>Measurements, in CloudWatch's embedded format: the log itself becomes metrics.</summary>
    public void Measure(Metrics metrics) => Write((writer, clock) => metrics.WriteTo(writer, clock, _metrics));

    private void Write(string level, string message, (string Name, object? Value)[] fields) => Write((writer, clock) =>
    {
        writer.WriteString("timestamp", clock.GetUtcNow());
        writer.WriteString("level", level);
        writer.WriteString("message", Redaction.Redact(message));
        foreach (var (name, value) in fields)
        {
            WriteField(writer, name, value);
        }
    });

    private void Write(Action<Utf8JsonWriter, TimeProvider> write)
    {
        var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, Options))
        {
            writer.WriteStartObject();
            write(writer, _clock);
            foreach (var (name, value) in _fields)
            {
                WriteField(writer, name, value);
            }

            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');

        // In one write: lines of functions that run at once must not mix.
        lock (_output)
        {
            line.WriteTo(_output);
            _output.Flush();
        }
    }

    private static void WriteField(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number when !Redaction.Hides(Text(number)):
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteString(name, Redaction.Redact(Text(value)));
                break;
        }
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
