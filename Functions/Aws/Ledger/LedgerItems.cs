using System.Globalization;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Payments;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PaymentDr.Aws;

/// <summary>
/// Facts as items and back. The same fact is the same item, whoever writes it. What cannot be read is not quoted: it may come from anybody.
/// </summary>
public static class LedgerItems
{
    /// <summary>Sorts as it reads.</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static Item Of(Fact fact)
    {
        var item = new Item
        {
            [LedgerSchema.PartitionKey] = Text(fact.Id.Value),
            [LedgerSchema.SortKey] = Text(fact.Key),
        };
        switch (fact)
        {
            case Guard guard:
                item[LedgerSchema.Fingerprint] = Text(guard.Fingerprint.Value);
                break;
            case Accepted accepted:
                Describe(item, accepted);
                break;
            case Outcome outcome:
                item[LedgerSchema.Fingerprint] = Text(outcome.Fingerprint.Value);
                item[LedgerSchema.Epoch] = Number(outcome.Epoch.Number);
                break;
        }

        if (fact is Rejected rejected)
        {
            item[LedgerSchema.Reason] = Text(rejected.Reason.Code());
        }

        return item;
    }

    public static Fact ToFact(Item item)
    {
        var key = Read(item, LedgerSchema.SortKey);
        return key.Split('#') switch
        {
            ["", "key"] => new Guard(Id(item), FingerprintOf(item)),
            ["accepted", _] => ToAccepted(item),
            ["settled", _] => new Settled(Id(item), FingerprintOf(item), EpochOf(item)),
            ["rejected", _, _] => new Rejected(Id(item), FingerprintOf(item), EpochOf(item), RejectionReasons.Parse(Read(item, LedgerSchema.Reason))),
            ["disputed", _, _] => new Disputed(Id(item), FingerprintOf(item), EpochOf(item)),
            _ => throw new InvalidDataException("The ledger holds a fact of a kind that this build does not know."),
        };
    }

    public static Accepted ToAccepted(Item item)
    {
        var currency = Currency.Parse(Read(item, LedgerSchema.Currency)) ?? throw new InvalidDataException("The ledger holds a payment of an unknown currency.");
        var amount = new Money(ReadNumber(item, LedgerSchema.Amount, long.MaxValue), currency);
        var merchant = Read(item, LedgerSchema.Merchant);
        if (!MerchantName.IsValid(merchant))
        {
            throw new InvalidDataException("The ledger holds a payment of a merchant that can be none.");
        }

        var payment = new Payment(
            merchant,
            Read(item, LedgerSchema.IdempotencyKey),
            amount,
            Read(item, LedgerSchema.Payer),
            Read(item, LedgerSchema.Payee));
        var accepted = new Accepted(payment, EpochOf(item), ParseTime(Read(item, LedgerSchema.AcceptedAt)));

        // Id and fingerprint follow from the rest, so an item that was damaged or made up is found here.
        return accepted.Id.Value == Read(item, LedgerSchema.PartitionKey) && accepted.Key == Read(item, LedgerSchema.SortKey)
            ? accepted
            : throw new InvalidDataException("The ledger holds a payment that does not match its own key.");
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static bool IsTime(string? text) => TryParseTime(text, out _);

    public static DateTimeOffset ParseTime(string text) => TryParseTime(text, out var time)
        ? time
        : throw new InvalidDataException("The ledger holds a time that is none.");

    private static bool TryParseTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The partition of the index in which a payment lies.</summary>
    public static string HourOf(DateTimeOffset time, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd'T'HH}#{shard:00}");

    internal static AttributeValue Text(string value) => new() { S = value };

    internal static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static void Describe(Item item, Accepted accepted)
    {
        var payment = accepted.Payment;
        item[LedgerSchema.Merchant] = Text(payment.Merchant);
        item[LedgerSchema.IdempotencyKey] = Text(payment.IdempotencyKey);
        item[LedgerSchema.Amount] = Number(payment.Amount.Minor);
        item[LedgerSchema.Currency] = Text(payment.Amount.Currency.Code);
        item[LedgerSchema.Payer] = Text(payment.Payer);
        item[LedgerSchema.Payee] = Text(payment.Payee);
        item[LedgerSchema.Epoch] = Number(accepted.Epoch.Number);
        item[LedgerSchema.Owner] = Text(accepted.Epoch.Writer.ToString());
        item[LedgerSchema.AcceptedAt] = Text(Time(accepted.At));
        item[LedgerSchema.Hour] = Text(HourOf(accepted.At, ShardOf(accepted.Id)));
    }

    /// <summary>An id is a hash, so any of its characters spreads payments evenly; these are the 64 of base64url.</summary>
    private static int ShardOf(PaymentId id) => id.Value[0] % LedgerSchema.Shards;

    private static PaymentId Id(Item item) =>
        PaymentId.Parse(Read(item, LedgerSchema.PartitionKey)) ?? throw new InvalidDataException("The ledger holds a fact of no payment.");

    private static Fingerprint FingerprintOf(Item item) => new(Read(item, LedgerSchema.Fingerprint));

    internal static Epoch EpochOf(Item item) => new((int)ReadNumber(item, LedgerSchema.Epoch, int.MaxValue));

    private static string Read(Item item, string name) => item.TryGetValue(name, out var value) && value.S is { } text ? text : throw Missing(name);

    private static long ReadNumber(Item item, string name, long largest) =>
        !item.TryGetValue(name, out var value) || value.N is not { } text ? throw Missing(name)
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest ? number
        : throw new InvalidDataException($"The ledger holds an item whose '{name}' is no number up to {largest}.");

    private static InvalidDataException Missing(string name) => new($"The ledger holds an item without '{name}'.");
}
