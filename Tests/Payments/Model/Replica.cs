using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>One site's items. Writes here are put into the outbox; what arrives from the other site wins when it was written later.</summary>
internal sealed class Replica(SiteModel site, World world)
{
    private const string Epochs = "epochs";

    private readonly Dictionary<(string Partition, string Key), Item> _items = [];

    public IEnumerable<Accepted> Accepted => All<Accepted>();

    public Epoch Epoch => All<Epoch>().DefaultIfEmpty(Epoch.First).Max();

    /// <summary>Since when it knows of this epoch.</summary>
    public DateTimeOffset EpochSince { get; private set; }

    public PaymentFacts Read(PaymentId payment) =>
        new([.. _items.Where(item => item.Key.Partition == payment.Value).Select(item => item.Value.Value).Cast<Fact>()]);

    public IEnumerable<Outcome> Outcomes => All<Outcome>();

    public Entry Accept(Accepted accepted)
    {
        if (_items.TryGetValue(KeyOf(accepted), out var item) && item.Value is Accepted standing && standing.Fingerprint == accepted.Fingerprint)
        {
            return new Entry.Stands(standing, IsNew: false);
        }

        if (Read(accepted.Id).Guard is { } guard && guard.Fingerprint != accepted.Fingerprint && world.Mutant is not Mutant.NoGuard)
        {
            return new Entry.Refused(guard);
        }

        Add(accepted.Guard);
        Add(accepted);
        return new Entry.Stands(accepted, IsNew: true);
    }

    public bool Add(Fact fact) => AddItem(KeyOf(fact), fact);

    public bool Add(Epoch epoch) => AddItem((Epochs, epoch.ToString()), epoch);

    public bool Holds(Payment payment) => Read(payment.Id).Find(payment.Fingerprint) is not null;

    public bool SameAs(Replica other) =>
        _items.Count == other._items.Count && _items.All(item => other._items.TryGetValue(item.Key, out var theirs) && theirs == item.Value);

    /// <summary>Replication: the later write wins, whatever it is.</summary>
    public void Receive((string Partition, string Key) key, Item item)
    {
        if (!_items.TryGetValue(key, out var mine))
        {
            Insert(key, item);
        }
        else if (item.WrittenAfter(mine))
        {
            _items[key] = item;
        }
    }

    private bool AddItem((string Partition, string Key) key, object value)
    {
        if (_items.ContainsKey(key))
        {
            return false;
        }

        var item = new Item(value, site.Clock, site.Site);
        Insert(key, item);
        site.Replicate(key, item);
        return true;
    }

    private IEnumerable<T> All<T>() => _items.Values.Select(item => item.Value).OfType<T>();

    private void Insert((string Partition, string Key) key, Item item)
    {
        if (item.Value is Epoch epoch && epoch > Epoch)
        {
            EpochSince = world.Now;
        }

        _items[key] = item;
        site.Inserted(item.Value);
    }

    private (string Partition, string Key) KeyOf(Fact fact) =>
        (fact.Id.Value, fact is Accepted && world.Mutant is Mutant.OneMutableItemPerPayment ? "payment" : fact.Key);
}

/// <summary>A value, and what decides between two of them.</summary>
internal sealed record Item(object Value, DateTimeOffset WrittenAt, Site WrittenIn)
{
    public bool WrittenAfter(Item other) => (WrittenAt, WrittenIn).CompareTo((other.WrittenAt, other.WrittenIn)) > 0;
}
