using System.Globalization;
using System.Text.Json.Serialization;

namespace PaymentDr.Functions.Process;

/// <summary>A batch of a queue.</summary>
public sealed record QueueBatch([property: JsonPropertyName("Records")] IReadOnlyList<QueueMessage> Records);

/// <summary>One message of a queue.</summary>
public sealed record QueueMessage(string MessageId, string Body, IReadOnlyDictionary<string, string?>? Attributes = null)
{
    /// <summary>How often it has come, this time included.</summary>
    public int Receives => int.TryParse(Attributes?.GetValueOrDefault("ApproximateReceiveCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;
}

/// <summary>Which messages of the batch must come again.</summary>
public sealed record QueueAnswer(IReadOnlyList<FailedMessage> BatchItemFailures);

/// <summary>A message that must come again.</summary>
public sealed record FailedMessage(string ItemIdentifier);

/// <summary>What a message says: that something was added to the ledger, as its stream says it, or nothing but that it came through.</summary>
public sealed record QueueBody
{
    public StreamRecord? Dynamodb { get; init; }

    public NoOp? NoOp { get; init; }
}

/// <summary>A change in the ledger's table.</summary>
public sealed record StreamRecord([property: JsonPropertyName("NewImage")] IReadOnlyDictionary<string, StreamValue?>? NewImage = null);

/// <summary>A value of a stream: text or a number.</summary>
public sealed record StreamValue(
    [property: JsonPropertyName("S")] string? Text = null,
    [property: JsonPropertyName("N")] string? Number = null);

/// <summary>Proves that a queue is served and that the books behind it can be asked, or refuse as a standby's do.</summary>
public sealed record NoOp(DateTimeOffset At);

/// <summary>A queue's messages on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QueueBatch))]
[JsonSerializable(typeof(QueueAnswer))]
[JsonSerializable(typeof(QueueBody))]
internal sealed partial class ProcessJson : JsonSerializerContext;
