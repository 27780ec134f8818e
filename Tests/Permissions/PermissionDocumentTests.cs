using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>The tables in docs/permissions.md, against what is synthesized: whoever grants something shows it there.</summary>
[TestFixture]
public sealed partial class PermissionDocumentTests
{
    private static readonly string File = Repository.PathOf("docs", "permissions.md");

    [Test]
    public void The_tables_are_what_is_synthesized()
    {
        var document = new PermissionDocument(SynthesizedStack.Default);
        var written = System.IO.File.ReadAllText(File);
        var tables = new Dictionary<string, string>
        {
            ["roles"] = document.Roles,
            ["resources"] = document.Resources,
            ["forbidden"] = PermissionDocument.Forbidden(Proof.Of(SynthesizedStack.Default)),
        };
        var right = Table().Replace(written, match => $"<!-- {match.Groups[1].Value} -->\n{tables[match.Groups[1].Value]}\n<!-- /{match.Groups[1].Value} -->");

        if (SnapshotMode.Current.Accepts && right != written)
        {
            System.IO.File.WriteAllText(File, right);
            written = right;
        }

        Assert.That(Table().Matches(written).Select(match => match.Groups[1].Value), Is.EquivalentTo(tables.Keys));
        Assert.That(written, Is.EqualTo(right), $"{TextDiff.Of(written, right)}\nTo accept it: PAYMENTDR_ACCEPT_SNAPSHOTS=1 dotnet test Tests (refused in CI), then read the diff before committing.");
    }

    [GeneratedRegex("<!-- (\\w+) -->\n.*?<!-- /\\1 -->", RegexOptions.Singleline)]
    private static partial Regex Table();
}
