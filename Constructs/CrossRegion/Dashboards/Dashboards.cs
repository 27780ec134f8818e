namespace PaymentDr;

/// <summary>One in each region, and each shows both: whichever is lost, the other one's is there.</summary>
internal static class Dashboards
{
    private static readonly PerRegion<string[]> Shades = new(
        ["#1f77b4", "#6baed6", "#08306b", "#41b6c4"],
        ["#e6550d", "#fdae6b", "#8c2d04", "#c49c00"]);

    public static PerRegion<Dashboard> Of(PerRegion<Region> regions, PerRegion<Observed> observed, ObjectiveSettings objectives)
    {
        var sides = observed.Map(seen => new Side(seen, new AlarmTable(seen, objectives).Rules, Shades[seen.Region]));
        return regions.Map(region => new Dashboard(new Sides(sides[region], sides.Peer(region))));
    }
}
