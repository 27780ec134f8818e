namespace PaymentDr.Tests.Pair;

[TestFixture]
public sealed class PerRegionTests
{
    [Test]
    public void Mapping_builds_both_at_once_and_the_primary_first()
    {
        var built = new List<string>();

        var lengths = new PerRegion<string>("one", "three").Map(text =>
        {
            built.Add(text);
            return text.Length;
        });

        Assert.That(built, Is.EqualTo(new[] { "one", "three" }));
        Assert.That(lengths, Is.EqualTo(new PerRegion<int>(3, 5)));
    }

    [Test]
    public void A_region_selects_its_own()
    {
        var values = new PerRegion<string>("east", "west");
        string? ofPrimary = null, ofSecondary = null;

        _ = SynthesizedStack.Of(app =>
        {
            var stack = new TerraformStack(app, "stack");
            ofPrimary = values[TestRegion.In(stack, RegionRole.Primary)];
            ofSecondary = values[TestRegion.In(stack, RegionRole.Secondary)];
            return stack;
        });

        Assert.That((ofPrimary, ofSecondary), Is.EqualTo(("east", "west")));
    }
}
