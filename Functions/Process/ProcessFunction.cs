using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Process;

/// <summary>
/// Settles what the queue brings, and then tells of it. What cannot be settled yet comes again; what nobody could ever read is put aside at
/// once. What was settled and cannot be told comes again, too, which settles nothing twice, but not as often as it may: while the bus is down, such
/// messages are served beside those whose money has not moved yet. Then it is put aside, and brought back it is told.
/// </summary>
public sealed class ProcessFunction(Settlement settlement, Readiness readiness, Announcer announcer, Queue deadLetters)
{
    /// <summary>
    /// Of a message, before its news is put aside. Receives are counted and not failures to tell, so it must be more than an outage of the books
    /// leaves behind, or one hiccup of the bus after it would put all aside; and less than the queue's own end.
    /// </summary>
    public const int ReceivesForNews = 8;

    /// <summary>Ledger, books, notes and the bus may have taken 57 of 60 s.</summary>
    private static readonly TimeSpan TimeToPutAside = TimeSpan.FromSeconds(2);

    public static ProcessFunction On(Platform platform) => new(
        platform.Settlement,
        new Readiness(platform.Site, platform.Database, platform.Sightings, platform.Clock),
        Announcer.On(platform),
        new Queue(platform.Region, platform.Variables.Get("DEAD_LETTER_QUEUE_URL"), TimeToPutAside, retries: 0));

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var batch = Payload.Read(payload, ProcessJson.Default.QueueBatch);
        if (batch.Records.Contains(null!))
        {
            throw new JsonException("A message of the batch is null.");
        }

        var served = await Task.WhenAll(batch.Records.Select(message => ServeAsync(message, LogOf(message, context), cancellation)));
        var untold = await TellAsync([.. served.Where(each => each.News is not null)], context, cancellation);
        var failed = served.Where(each => !each.IsDone).Concat(untold).Select(each => new FailedMessage(each.Message.MessageId));

        return JsonSerializer.SerializeToUtf8Bytes(new QueueAnswer([.. failed]), ProcessJson.Default.QueueAnswer);
    }

    /// <returns>Not done when it must come again, which keeps none of the others from being served.</returns>
    private async Task<Served> ServeAsync(QueueMessage message, StructuredLog log, CancellationToken cancellation)
    {
        try
        {
            return await ServeUnlessPoisonAsync(message, log, cancellation);
        }
        catch (Exception exception)
        {
            log.Error("The message must come again.", exception);
            return new(message, IsDone: false);
        }
    }

    /// <summary>All that the batch has to tell in one call.</summary>
    /// <returns>What must come again to be told.</returns>
    private async Task<IEnumerable<Served>> TellAsync(Served[] served, LambdaContext context, CancellationToken cancellation)
    {
        var isTold = await announcer.TellAsync([.. served.Select(each => each.News!)], context.Logger, cancellation);
        var untold = served.Where((_, number) => !isTold[number]).ToArray();
        var isAside = await Task.WhenAll(untold.Select(each => PutAsideAsync(each.Message, LogOf(each.Message, context), cancellation)));
        return untold.Where((_, number) => !isAside[number]);
    }

    private async Task<bool> PutAsideAsync(QueueMessage message, StructuredLog log, CancellationToken cancellation)
    {
        if (message.Receives < ReceivesForNews)
        {
            return false;
        }

        try
        {
            await deadLetters.SendAsync(message.Body, cancellation);
            log.Warn("The message was settled and is put aside: nobody was told.", ("receives", message.Receives));
            return true;
        }
        catch (Exception exception)
        {
            log.Error("The message was settled and must come again, to be told.", exception);
            return false;
        }
    }

    private async Task<Served> ServeUnlessPoisonAsync(QueueMessage message, StructuredLog log, CancellationToken cancellation)
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
            return new(message, IsDone: true);
        }

        if (accepted is not null)
        {
            return await SettleAsync(message, accepted, log, cancellation);
        }

        await readiness.AnswerAsync(noOp!, log, cancellation);
        return new(message, IsDone: true);
    }

    private async Task<Served> SettleAsync(QueueMessage message, Accepted accepted, StructuredLog log, CancellationToken cancellation)
    {
        var result = await settlement.SettleAsync(accepted, accepted.Epoch, cancellation);
        log.Info("Settlement.", ("paymentId", accepted.Id), ("result", result), ("epoch", accepted.Epoch.Number));
        log.Measure(new Metrics().Count($"Settlement{result.GetType().Name}"));

        return new(message, result is not SettlementResult.Later)
        {
            News = result is SettlementResult.Done done ? new PaymentNews(accepted, done.State, accepted.Epoch) : null,
        };
    }

    private static StructuredLog LogOf(QueueMessage message, LambdaContext context) => context.Logger.With(("messageId", IdOf(message)));

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

    /// <summary>What became of a message.</summary>
    private sealed record Served(QueueMessage Message, bool IsDone)
    {
        /// <summary>Null where there is nothing to tell.</summary>
        public PaymentNews? News { get; init; }
    }
}
