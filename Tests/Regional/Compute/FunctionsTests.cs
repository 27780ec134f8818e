namespace PaymentDr.Tests.Regional.Compute;

[TestFixture]
public sealed class FunctionsTests
{
    private static readonly string[] Regions = ["primary", "secondary"];

    private static readonly (string Group, string Function)[] Places =
    [
        ("books-care", "migrate"), ("books-care", "rotate-secret"), ("payments", "authorize"), ("payments", "process"), ("payments", "reconcile"),
        ("payments", "validate"), ("watch", "decide"), ("watch", "probe"), ("watch", "verify-backups"),
    ];

    [Snapshot]
    [TestCaseSource(nameof(Everywhere))]
    public void Function(string region, string group, string function) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/{group}/{function}"));

    private static IEnumerable<object[]> Everywhere() => from region in Regions from place in Places select new object[] { region, place.Group, place.Function };
}
