namespace PaymentDr.Tests;

/// <summary>A region to build one construct in.</summary>
internal static class TestRegion
{
    public static Region In(Construct scope, RegionRole role = RegionRole.Primary) =>
        new(scope, role, role is RegionRole.Primary ? TestSettings.Default.Primary : TestSettings.Default.Secondary, TestSettings.Default.Naming);
}
