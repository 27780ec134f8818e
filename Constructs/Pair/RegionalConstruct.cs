namespace PaymentDr;

/// <summary>A construct that lives in one region and knows which.</summary>
public abstract class RegionalConstruct : Construct
{
    protected RegionalConstruct(Region region, string id) : base(region, id) => Region = region;

    protected RegionalConstruct(RegionalConstruct parent, string id) : base(parent, id) => Region = parent.Region;

    public Region Region { get; }
}
