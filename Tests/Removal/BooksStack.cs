namespace PaymentDr.Tests.Removal;

/// <summary>The books and what they stand on, of the platform's own constructs: what decides the order in which an environment goes.</summary>
internal static class BooksStack
{
    public static SynthesizedStack Of(PaymentDrSettings settings) => SynthesizedStack.Of(app =>
    {
        var stack = new TerraformStack(app, settings.Naming.Stack);
        var regions = new PerRegion<Region>(
            new Region(stack, RegionRole.Primary, settings.Primary, settings.Naming), new Region(stack, RegionRole.Secondary, settings.Secondary, settings.Naming));
        var keys = regions.Map(region => new EncryptionKeys(region, settings.Protection));
        var networks = regions.Map(region => new Network(region, new NetworkInputs
        {
            Nat = settings.Nat,
            PeerCidr = regions.Peer(region).Cidr.ToString(),
            LogKey = keys[region].Logs,
        }));
        _ = new GlobalDatabase(networks, keys, settings.Books, settings.Protection);
        return stack;
    });
}
