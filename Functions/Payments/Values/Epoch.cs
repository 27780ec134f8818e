namespace PaymentDr.Payments;

/// <summary>A reign of one site over the books. The number alone says whose: even ones belong to the primary.</summary>
public readonly record struct Epoch(int Number) : IComparable<Epoch>
{
    /// <summary>Before anything was ever decided.</summary>
    public static readonly Epoch First = new(0);

    /// <summary>A statement that asked for the epoch before the next one was begun takes effect by then, or not at all: the Data API ends calls after 45 s.</summary>
    public static readonly TimeSpan LastStatements = TimeSpan.FromSeconds(60);

    public Site Writer => int.IsEvenInteger(Number) ? Site.Primary : Site.Secondary;

    /// <summary>The next reign of a site, which may be the site that reigns now.</summary>
    public Epoch NextOf(Site writer) => new(Number + (Writer == writer ? 2 : 1));

    public int CompareTo(Epoch other) => Number.CompareTo(other.Number);

    public override string ToString() => $"epoch {Number}";

    public static bool operator <(Epoch left, Epoch right) => left.Number < right.Number;

    public static bool operator >(Epoch left, Epoch right) => left.Number > right.Number;

    public static bool operator <=(Epoch left, Epoch right) => left.Number <= right.Number;

    public static bool operator >=(Epoch left, Epoch right) => left.Number >= right.Number;
}
