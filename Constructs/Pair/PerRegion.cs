namespace PaymentDr;

/// <summary>One value per region. Nothing else in the program knows that there are two.</summary>
public sealed record PerRegion<T>(T Primary, T Secondary)
{
    public T this[Region region] => region.Role is RegionRole.Primary ? Primary : Secondary;

    /// <summary>What the other region has.</summary>
    public T Peer(Region region) => region.Role is RegionRole.Primary ? Secondary : Primary;

    /// <summary>What a region has, and then what the other one has.</summary>
    public T[] From(Region region) => [this[region], Peer(region)];

    /// <summary>Eager, primary first: LINQ's lazy Select would build things when somebody looks at them.</summary>
    public PerRegion<TResult> Map<TResult>(Func<T, TResult> build) => new(build(Primary), build(Secondary));

    /// <summary>Primary first, too.</summary>
    public void Each(Action<T> act)
    {
        act(Primary);
        act(Secondary);
    }
}
