using System.Globalization;
using System.Text.Json;
using PaymentDr.Payments;
using Row = System.Collections.Generic.IReadOnlyList<PaymentDr.Aws.Field>;

namespace PaymentDr.Aws;

/// <summary>The books in one region's database. Only the writer's answers.</summary>
public sealed class AuroraBooks(Database database, Reach reach) : IBooks
{
    /// <summary>A row takes less than 900 bytes of an answer of 1 MiB.</summary>
    private const int Page = 1000;

    private const int Races = 3;

    public Task<Booking> EnterAsync(Accepted accepted, Epoch epoch, Outcome? announced, CancellationToken cancellation) => reach.CallAsync<Booking>(
        async token =>
        {
            for (var race = 0; race < Races; race++)
            {
                var rows = await database.ExecuteAsync(BooksSql.Enter, Describe(accepted, epoch, announced), token);
                var number = EpochOf(rows[0]);
                if (number != epoch)
                {
                    return new Booking.OtherEpoch(number);
                }

                if (rows[0][1].IsNull is not true)
                {
                    return new Booking.Entered(ToRow([.. rows[0].Skip(1)]));
                }
            }

            throw new IOException("another transaction entered the same payment, and its row is not there");
        },
        cancellation);

    public async Task<IReadOnlyCollection<BookRow>> FindAsync(IReadOnlyCollection<PaymentId> payments, CancellationToken cancellation)
    {
        var found = new List<BookRow>();
        foreach (var some in payments.Chunk(Page))
        {
            var ids = $"[{string.Join(',', some.Select(payment => $"\"{JsonEncodedText.Encode(payment.Value)}\""))}]";
            found.AddRange((await SelectAsync(BooksSql.Find, cancellation, Text("ids", ids))).Select(ToRow));
        }

        return found;
    }

    public async Task<IReadOnlyCollection<BookRow>> EnteredAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var entered = new List<BookRow>();
        IReadOnlyList<Row> page;
        // Before every id of the first moment.
        var (after, afterId) = (LedgerItems.Time(from), "");
        do
        {
            page = await SelectAsync(
                BooksSql.Entered,
                cancellation,
                Text("until", LedgerItems.Time(until)),
                Text("after", after),
                Text("after_id", afterId),
                Number("page", Page));
            entered.AddRange(page.Select(ToRow));
            if (page.Count > 0)
            {
                (after, afterId) = (LedgerItems.Time(entered[^1].Accepted.At), page[^1][^1].StringValue!);
            }
        }
        while (page.Count == Page);

        return entered;
    }

    public async Task<IReadOnlyCollection<Balance>> BalancesAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var rows = await SelectAsync(BooksSql.Balances, cancellation, Text("from", LedgerItems.Time(from)), Text("until", LedgerItems.Time(until)));
        return [.. rows.Select(row => new Balance(row[0].StringValue!, Sum(row[1]), Sum(row[2])))];
    }

    public async Task<Epoch> EpochAsync(CancellationToken cancellation) => EpochOf((await SelectAsync(BooksSql.Epoch, cancellation))[0]);

    public Task RaiseAsync(Epoch epoch, CancellationToken cancellation) => SelectAsync(BooksSql.Raise, cancellation, Number("epoch", epoch.Number));

    private static SqlParameter[] Describe(Accepted accepted, Epoch epoch, Outcome? announced) =>
    [
        Text("id", accepted.Id.Value),
        Text("merchant", accepted.Payment.Merchant),
        Text("key", accepted.Payment.IdempotencyKey),
        Number("amount", accepted.Payment.Amount.Minor),
        Text("currency", accepted.Payment.Amount.Currency.Code),
        Text("payer", accepted.Payment.Payer),
        Text("payee", accepted.Payment.Payee),
        Number("accepted_epoch", accepted.Epoch.Number),
        Text("accepted_at", LedgerItems.Time(accepted.At)),
        Number("epoch", epoch.Number),
        Text("announced", announced switch { null => null, Rejected rejected => rejected.Reason.Code(), _ => "settled" }),
    ];

    private static BookRow ToRow(Row row)
    {
        var currency = Currency.Parse(row[3].StringValue!) ?? throw new InvalidDataException("The books hold a payment of an unknown currency.");
        var payment = new Payment(
            row[0].StringValue!, row[1].StringValue!, new Money(row[2].LongValue!.Value, currency), row[4].StringValue!, row[5].StringValue!);
        var accepted = new Accepted(payment, new Epoch((int)row[6].LongValue!.Value), Time(row[7]));

        return new BookRow(accepted, row[8].StringValue is { } reason ? RejectionReasons.Parse(reason) : null);
    }

    /// <summary>PostgreSQL's own format, in a session whose time zone is UTC, as the Data API's are.</summary>
    private static DateTimeOffset Time(Field field) =>
        DateTimeOffset.Parse(field.StringValue!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static Epoch EpochOf(Row row) => new((int)row[0].LongValue!.Value);

    private static decimal Sum(Field field) => decimal.Parse(field.StringValue!, CultureInfo.InvariantCulture);

    private static SqlParameter Text(string name, string? value) => new(name, Field.Of(value));

    private static SqlParameter Number(string name, long value) => new(name, Field.Of(value));

    private Task<IReadOnlyList<Row>> SelectAsync(string sql, CancellationToken cancellation, params SqlParameter[] parameters) =>
        reach.CallAsync(token => database.ExecuteAsync(sql, parameters, token), cancellation);
}
