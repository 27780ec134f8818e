namespace PaymentDr.Tests.Recovery;

/// <summary>The tables in docs/recovery-path.md, against what is synthesized.</summary>
[TestFixture]
public sealed class RecoveryPathDocumentTests
{
    private static readonly Lazy<IReadOnlyList<RecoveryPath>> Paths = new(() => RecoveryPath.Of(SynthesizedStack.Default));

    [Test]
    public void The_tables_are_what_is_synthesized()
    {
        var tables = Paths.Value.ToDictionary(path => $"{path.Survivor}-goes-on", RecoveryPathDocument.Touched);
        tables["done-without"] = RecoveryPathDocument.DoneWithout(Paths.Value);

        GeneratedTables.AreIn(Repository.PathOf("docs", "recovery-path.md"), tables);
    }

    [Test]
    public void Everything_that_is_touched_has_a_row()
    {
        foreach (var path in Paths.Value)
        {
            var things = path.Reached.Values.SelectMany(reached => reached.Keys).Distinct().CountBy(thing => thing.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal);
            TestContext.Out.WriteLine($"The {path.Survivor} goes on with {string.Join(", ", things.Select(kind => $"{kind.Key}: {kind.Value}"))}.");
        }

        Assert.That(Paths.Value.SelectMany(RecoveryPathDocument.Untold), Is.Empty);
    }
}
