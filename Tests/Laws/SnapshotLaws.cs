namespace PaymentDr.Tests.Laws;

[TestFixture]
public sealed class SnapshotLaws
{
    [Test]
    public void Every_snapshot_belongs_to_a_test()
    {
        Assert.That(SnapshotFile.All(), Is.Not.Empty);
        Assert.That(SnapshotFile.Orphans(SnapshotFile.All(), typeof(SnapshotLaws).Assembly), Is.Empty);

        var renamed = Path.Combine(SnapshotFile.Folder, "PaymentDrStackTests.Renamed_since.verified.json");
        Assert.That(SnapshotFile.Orphans([renamed], typeof(SnapshotLaws).Assembly), Is.EqualTo(new[] { renamed }));
    }
}
