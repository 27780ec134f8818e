using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>A document of the repository, by what tests look for in it.</summary>
/// <param name="Name">Its path below the repository's root.</param>
internal sealed partial record MarkdownFile(string Name, string Text)
{
    private static readonly Lazy<IReadOnlyList<MarkdownFile>> LazyAll = new(() =>
    [
        .. from path in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Prepend(Repository.PathOf("README.md"))
           orderby path
           select new MarkdownFile(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path)),
    ]);

    /// <summary>The README and everything below docs/.</summary>
    public static IReadOnlyList<MarkdownFile> All => LazyAll.Value;

    private string[] Lines => Text.Split('\n');

    /// <summary>What stands four or more spaces in after an empty line, or between fences, without what it is indented by.</summary>
    public IEnumerable<MarkdownBlock> Blocks
    {
        get
        {
            var lines = Lines;
            for (var at = 0; at < lines.Length; at++)
            {
                var end = EndOfBlock(lines, at);
                if (end > at)
                {
                    yield return new(Name, at + 1, Outdented(lines[at].StartsWith("```", StringComparison.Ordinal) ? lines[(at + 1)..(end - 1)] : lines[at..end]));
                    at = end - 1;
                }
            }
        }
    }

    /// <summary>Commands within a sentence or a cell, which may go on in the next line.</summary>
    public IEnumerable<MarkdownBlock> Mentions
    {
        get
        {
            var inBlocks = Blocks.SelectMany(block => Enumerable.Range(block.Line, block.Text.Split('\n').Length)).ToHashSet();
            var prose = string.Join('\n', Lines.Select((line, index) => inBlocks.Contains(index + 1) ? "" : line));
            return Mention().Matches(prose).Select(match => new MarkdownBlock(
                Name,
                prose[..match.Index].Count(character => character == '\n') + 1,
                LineBreak().Replace(match.Groups[1].Value, " ").Replace("\\|", "|", StringComparison.Ordinal)));
        }
    }

    /// <summary>Where links lead, as they are written.</summary>
    public IEnumerable<string> Links => Link().Matches(WithoutBlocks).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>What a link may name behind its #.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(WithoutBlocks)
        .Select(match => NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private string WithoutBlocks => string.Join('\n', Lines.Where(line => !line.StartsWith("    ", StringComparison.Ordinal)));

    /// <summary>One past its last line; no more than its beginning where none begins.</summary>
    private static int EndOfBlock(string[] lines, int begin)
    {
        if (lines[begin].StartsWith("```", StringComparison.Ordinal))
        {
            return Array.FindIndex(lines, begin + 1, line => line.StartsWith("```", StringComparison.Ordinal)) + 1;
        }

        if (!IsIndented(lines[begin]) || begin == 0 || lines[begin - 1].Length > 0)
        {
            return begin;
        }

        var end = begin;
        for (var at = begin; at < lines.Length && (lines[at].Length == 0 || IsIndented(lines[at])); at++)
        {
            end = lines[at].Length == 0 ? end : at + 1;
        }

        return end;
    }

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    private static string Outdented(string[] lines)
    {
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"`((?:[A-Z_]+=\S+ )*(?:aws\s[a-z0-9-]+\s[a-z0-9-]+|npx cdktf|dotnet run --|terraform (?:init|destroy|output|force-unlock))(?:\s[^`]+)?)`")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
