using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Process;

/// <summary>Settles what the queue brings. What cannot be settled yet comes again; what nobody could ever read is put aside at once.</summary>
public sealed class ProcessFunction(Settlement settlement, Readiness readiness, Queue deadLetters)
{
    public static ProcessFunction On(Platform platform) => new(
        platform.Settlement,
        new Readiness(platform.Site, platform.Database, platform.Sightings, platform.Clock),
        new Queue(platform.Region, platform.Variables.Get("DEAD_LETTER_QUEUE_URL")));

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var batch = Payload.Read(payload, ProcessJson.Default.QueueBatch);
        if (batch.Records.Contains(null!))
        {
            throw new JsonException("A message of the batch is null.");
        }

        var isDone = await Task.WhenAll(batch.Records.Select(message => ServeAsync(message, context.Logger.With(("messageId", IdOf(message))), cancellation)));
        var failed = batch.Records.Where((_, number) => !isDone[number]).Select(message => new FailedMessage(message.MessageId));

        return JsonSerializer.SerializeToUtf8Bytes(new QueueAnswer([.. failed]), ProcessJson.Default.QueueAnswer);
    }

    /// <returns>False when it must come again, which keeps none of the others from being served.</returns>
    private async Task<bool> ServeAsync(QueueMessage message, StructuredLog log, CancellationToken cancellation)
    {
        try
        {
            return await ServeUnlessPoisonAsync(message, log, cancellation);
        }
        catch (Exception exception)
        {
            log.Error("The message must come again.", exception);
            return false;
        }
    }

    private async Task<bool> ServeUnlessPoisonAsync(QueueMessage message, StructuredLog log, CancellationToken cancellation)
    {
        NoOp? noOp;
        Accepted? accepted;
        try
        {
            (noOp, accepted) = Read(message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            log.Error("The message cannot be read, now or later.", exception);
            log.Measure(new Metrics().Count("Poison"));
            await deadLetters.SendAsync(message.Body, cancellation);
            return true;
        }

        return accepted is not null ? await SettleAsync(accepted, log, cancellation) : await readiness.AnswerAsync(noOp!, log, cancellation);
    }

    private async Task<bool> SettleAsync(Accepted accepted, StructuredLog log, CancellationToken cancellation)
    {
        var result = await settlement.SettleAsync(accepted, accepted.Epoch, cancellation);
        log.Info("Settlement.", ("paymentId", accepted.Id), ("result", result), ("epoch", accepted.Epoch.Number));
        log.Measure(new Metrics().Count($"Settlement{result.GetType().Name}"));

        return result is not SettlementResult.Later;
    }

    /// <summary>One of the two.</summary>
    private static (NoOp? NoOp, Accepted? Accepted) Read(QueueMessage message) =>
        Payload.Read(Encoding.UTF8.GetBytes(message.Body), ProcessJson.Default.QueueBody) switch
        {
            { NoOp: { } noOp } => (noOp, null),
            { Dynamodb.NewImage: { } image } => (null, ToAccepted(image)),
            _ => throw new JsonException("The message says nothing that is known."),
        };

    /// <summary>A queue's own ids are UUIDs; whatever else stands there is not for the log.</summary>
    private static Guid? IdOf(QueueMessage message) => Guid.TryParse(message.MessageId, out var id) ? id : null;

    private static Accepted ToAccepted(IReadOnlyDictionary<string, StreamValue?> image) => LedgerItems.ToAccepted(
        image.ToDictionary(value => value.Key, value => new AttributeValue { S = value.Value?.Text, N = value.Value?.Number }));
}
