using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>What a block of a document is.</summary>
internal enum BlockKind
{
    Unknown,

    /// <summary>Begins, after variables, with a program or a word of the shell: it is checked, word by word.</summary>
    Commands,

    /// <summary>Can be read as JSON.</summary>
    Json,

    /// <summary>Has an arrow in it.</summary>
    Drawing,

    /// <summary>Every line that is not indented begins with a file or a folder that is there.</summary>
    Folders,

    /// <summary>Its first line stands in the program, which says it.</summary>
    Message,

    /// <summary>Asks the books, by tables of their schema.</summary>
    Query,
}

/// <summary>A block of a document, or a command in one of its sentences.</summary>
internal sealed partial record MarkdownBlock(string Document, int Line, string Text)
{
    private static readonly Lazy<string> Sources = new(() => string.Concat(
        from folder in new[] { "Commands", "Constructs", "Functions", "Service" }
        from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        select File.ReadAllText(file)));

    public BlockKind Kind =>
        IsCommand().IsMatch(FirstCommand) ? BlockKind.Commands
        : IsJson ? BlockKind.Json
        : Arrow().IsMatch(Text) ? BlockKind.Drawing
        : AreFolders ? BlockKind.Folders
        : Sources.Value.Contains(Text.Split('\n')[0].Trim(), StringComparison.Ordinal) ? BlockKind.Message
        : AsksTheBooks ? BlockKind.Query
        : BlockKind.Unknown;

    private string FirstCommand => Text.Split('\n').FirstOrDefault(line => !line.StartsWith('#')) ?? "";

    private bool AsksTheBooks => Query().Match(Text) is { Success: true } query
        && Directory.EnumerateFiles(Repository.PathOf("Functions", "Migrate", "Schema"), "*.sql").Any(file => File.ReadAllText(file).Contains($"create table {query.Groups[1].Value} (", StringComparison.Ordinal));

    private bool IsJson
    {
        get
        {
            try
            {
                return JsonNode.Parse(Text) is JsonObject or JsonArray;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    private bool AreFolders => Text.Split('\n').Where(line => line.Length > 0 && line[0] != ' ').Select(line => Repository.PathOf(line.Split(' ')[0]))
        .All(path => File.Exists(path) || Directory.Exists(path));

    public override string ToString() => $"{Document}:{Line}";

    [GeneratedRegex(@"^(export |for |[A-Za-z_]+=|(aws|cd|curl|docker|dotnet|npm|npx|psql|terraform) )")]
    private static partial Regex IsCommand();

    [GeneratedRegex(@"^select [^;]+ from (\w+)")]
    private static partial Regex Query();

    [GeneratedRegex("->|<-")]
    private static partial Regex Arrow();
}
