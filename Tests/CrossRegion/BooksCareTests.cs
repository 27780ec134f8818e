namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class BooksCareTests
{
    [Snapshot]
    [Test]
    public void AtHome() => Snapshot.Verify(SynthesizedStack.Default.Slice("primary/books-care-at-home"));
}
