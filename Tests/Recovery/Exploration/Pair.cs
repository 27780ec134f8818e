using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>One of something for each site.</summary>
internal readonly record struct Pair<T>(T Primary, T Secondary)
{
    public T this[Site site] => site is Site.Primary ? Primary : Secondary;

    public Pair<T> With(Site site, T value) => site is Site.Primary ? this with { Primary = value } : this with { Secondary = value };
}
