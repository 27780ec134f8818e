using System.Text.RegularExpressions;

namespace PaymentDr.Tests;

/// <summary>Tables of a document that are written from what is synthesized, each between two comments with its name.</summary>
internal static partial class GeneratedTables
{
    /// <summary>Writes them anew where snapshots are accepted.</summary>
    public static void AreIn(string file, IReadOnlyDictionary<string, string> tables)
    {
        var written = File.ReadAllText(file);
        Assert.That(Table().Matches(written).Select(match => match.Groups[1].Value), Is.EquivalentTo(tables.Keys));
        var right = Table().Replace(written, match => $"<!-- {match.Groups[1].Value} -->\n{tables[match.Groups[1].Value]}\n<!-- /{match.Groups[1].Value} -->");
        if (SnapshotMode.Current.Accepts && right != written)
        {
            File.WriteAllText(file, right);
            written = right;
        }

        Assert.That(written, Is.EqualTo(right), $"{TextDiff.Of(written, right)}\nTo accept it: PAYMENTDR_ACCEPT_SNAPSHOTS=1 dotnet test Tests (refused in CI), then read the diff before committing.");
    }

    [GeneratedRegex("<!-- ([\\w-]+) -->\\n.*?<!-- /\\1 -->", RegexOptions.Singleline)]
    private static partial Regex Table();
}
