namespace PaymentDr.Tests;

/// <summary>The snapshots' own rules, tried on files that nobody keeps.</summary>
[TestFixture]
public sealed class SnapshotTests
{
    private static readonly SnapshotMode Plain = new(Accepts: false, Writes: true);

    private TemporaryFolder _folder = null!;
    private SnapshotFile _file = null!;

    [SetUp]
    public void CreateFolder()
    {
        _folder = new TemporaryFolder();
        _file = new SnapshotFile(_folder.PathOf("Type.Method"));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_new_snapshot_fails_and_leaves_what_was_received()
    {
        Assert.That(Snapshot.Compare(_file, "{}", Plain), Does.StartWith("There is no snapshot yet"));
        Assert.That(File.ReadAllText(_file.Received), Is.EqualTo("{}"));
        Assert.That(_file.Verified, Does.Not.Exist);
    }

    [Test]
    public void A_difference_is_shown_with_its_neighbours()
    {
        File.WriteAllText(_file.Verified, "{\n  \"a\": 1,\n  \"b\": 2\n}");

        var result = Snapshot.Compare(_file, "{\n  \"a\": 1,\n  \"b\": 3\n}", Plain);

        Assert.That(result, Does.Contain("\n    \"a\": 1,\n-   \"b\": 2\n+   \"b\": 3\n  }"));
    }

    [Test]
    public void Equal_text_passes_and_removes_what_was_received_before()
    {
        File.WriteAllText(_file.Verified, "{}");
        File.WriteAllText(_file.Received, "[]");

        Assert.That(Snapshot.Compare(_file, "{}", Plain), Is.Null);
        Assert.That(_file.Received, Does.Not.Exist);
    }

    [Test]
    public void Accepting_is_a_variable_and_is_refused_in_ci()
    {
        Assert.That(SnapshotMode.Of(name => name == "PAYMENTDR_ACCEPT_SNAPSHOTS" ? "1" : null), Is.EqualTo(new SnapshotMode(Accepts: true, Writes: true)));
        Assert.That(SnapshotMode.Of(_ => "1"), Is.EqualTo(new SnapshotMode(Accepts: false, Writes: false)));

        Assert.That(Snapshot.Compare(_file, "{}", new SnapshotMode(Accepts: true, Writes: true)), Is.Null);
        Assert.That(File.ReadAllText(_file.Verified), Is.EqualTo("{}"));
    }

    [Test]
    public void Ci_writes_nothing()
    {
        Assert.That(Snapshot.Compare(_file, "{}", new SnapshotMode(Accepts: false, Writes: false)), Is.Not.Null);
        Assert.That(Directory.GetFiles(_folder.Path), Is.Empty);
    }
}
