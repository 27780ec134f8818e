using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>A program that a document calls, with the words that the shell makes of what is written there.</summary>
/// <param name="IsWhole">False within a sentence, which may name a part of a command.</param>
internal sealed record DocumentCommand(string Document, int Line, bool IsWhole, string Program, string[] Words)
{
    public override string ToString() => $"{Document}:{Line}: {Program} {string.Join(' ', Words)}";
}

/// <summary>
/// Runs a document's commands from its first line to its last by bash, as somebody would who pastes them, with programs in their place that only note how they
/// were called. So variables, loops and pipes are the shell's own business, and a command that cannot be parsed fails.
/// </summary>
internal static partial class DocumentShell
{
    /// <summary>What a program answers that only notes.</summary>
    public const string Answer = "what-was-answered";

    /// <summary>What stands for words such as &lt;the archive&gt;, which the reader finds out.</summary>
    public const string Readers = "what-the-reader-knows";

    private const string End = "\u001e";

    private static readonly string[] Noted = ["aws", "cd", "curl", "docker", "dotnet", "jq", "npm", "npx", "psql", "terraform"];

    private static readonly string[] Real = ["cat", "date", "xargs"];

    private static readonly Lazy<IReadOnlyList<DocumentCommand>> LazyAll = new(() => [.. MarkdownFile.All.SelectMany(document => Run(document))]);

    /// <summary>Of every document.</summary>
    public static IReadOnlyList<DocumentCommand> All
    {
        get
        {
            Require();
            return LazyAll.Value;
        }
    }

    public static void Require()
    {
        if (!ExternalTool.IsOnPath("bash"))
        {
            ExternalTool.Missing("bash, which the commands of documents are written for, is not on PATH.");
        }
    }

    /// <param name="aws">What the program aws does, in words of bash; it only notes without.</param>
    /// <exception cref="InvalidOperationException">bash cannot parse it, misses a variable, or knows no such program.</exception>
    public static IReadOnlyList<DocumentCommand> Run(MarkdownFile document, string? aws = null)
    {
        using var folder = new TemporaryFolder();
        var notes = folder.PathOf("notes");
        File.WriteAllText(notes, "");
        Directory.CreateDirectory(folder.PathOf("bin"));
        foreach (var name in Noted)
        {
            AddProgram(folder, name == "cd" ? "cd.noted" : name, name == "aws" && aws is not null ? aws : Note(name, notes));
        }

        foreach (var name in Real)
        {
            File.CreateSymbolicLink(folder.PathOf("bin", name), PathOf(name));
        }

        var result = ExternalTool.Run(
            "bash", ["-uc", $"cd() {{ command cd.noted \"$@\"; }}; {Script(document)}"], folder.Path, ("PATH", folder.PathOf("bin")), ("BASH_ENV", null));

        return result.ExitCode == 0 && result.Error.Length == 0
            ? Read(document.Name, File.ReadAllText(notes))
            : throw new InvalidOperationException($"{document.Name}, run by bash: exit code {result.ExitCode}\n{result.Error}");
    }

    /// <summary>Blocks and sentences, each in the line in which it stands: by that bash names what it cannot run.</summary>
    public static string Script(MarkdownFile document)
    {
        var lines = Enumerable.Repeat("", document.Text.Split('\n').Length).ToArray();
        foreach (var (block, part) in document.Blocks.Where(block => block.Kind is BlockKind.Commands).Select(block => (block, "block"))
            .Concat(document.Mentions.Select(mention => (mention, "sentence"))))
        {
            var text = Placeholder().Replace(block.Text, Readers).Split('\n');
            text[0] = $"export LINE={block.Line} PART={part}; {text[0]}";
            foreach (var (index, line) in text.Index())
            {
                var at = block.Line - 1 + index;
                lines[at] = lines[at].Length == 0 ? line : $"{lines[at]}; {line}";
            }
        }

        return string.Join('\n', lines);
    }

    private static string Note(string name, string notes) =>
        $"printf '%s\\0' {name} \"$LINE\" \"$PART\" \"$@\" $'\\x1e' >> {notes}\necho {Answer} 2>/dev/null";

    private static void AddProgram(TemporaryFolder folder, string name, string script)
    {
        var program = folder.PathOf("bin", name);
        File.WriteAllText(program, $"#!{PathOf("bash")}\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private static string PathOf(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private static IReadOnlyList<DocumentCommand> Read(string document, string notes) =>
    [
        .. from command in notes.Split($"{End}\0", StringSplitOptions.RemoveEmptyEntries)
           let words = command.Split('\0')[..^1]
           select new DocumentCommand(document, int.Parse(words[1], CultureInfo.InvariantCulture), words[2] == "block", words[0], words[3..]),
    ];

    [GeneratedRegex("<[a-z][^<>\n]*>")]
    private static partial Regex Placeholder();
}
