using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace PaymentDr.Tests;

/// <summary>The lines that differ, with their neighbours.</summary>
internal static class TextDiff
{
    private const int Neighbours = 3;
    private const int LongestDiff = 80;

    public static string Of(string before, string after)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(before, after).Lines;
        var changed = Enumerable.Range(0, lines.Count).Where(i => lines[i].Type != ChangeType.Unchanged).ToArray();
        var shown = changed
            .SelectMany(i => Enumerable.Range(i - Neighbours, (2 * Neighbours) + 1))
            .Where(i => i >= 0 && i < lines.Count)
            .Distinct()
            .ToArray();

        var text = new List<string>();
        var previous = -1;
        foreach (var i in shown.Take(LongestDiff))
        {
            if (i != previous + 1)
            {
                text.Add("  …");
            }

            text.Add($"{Sign(lines[i].Type)} {lines[i].Text}");
            previous = i;
        }

        if (shown.Length > LongestDiff)
        {
            text.Add($"  … and {shown.Length - LongestDiff} lines more");
        }

        return string.Join('\n', text);
    }

    private static char Sign(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };
}
