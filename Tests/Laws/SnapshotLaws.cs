using System.Text.Json.Nodes;

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

    [Test]
    public void Every_element_stands_in_a_snapshot()
    {
        var shown = SnapshotFile.All()
            .Select(file => JsonNode.Parse(File.ReadAllText(file)))
            .OfType<JsonObject>()
            .SelectMany(snapshot => snapshot.Select(element => element.Key));

        Assert.That(SynthesizedStack.Default.Elements.Select(element => element.Address).Except(shown), Is.Empty);
    }
}
