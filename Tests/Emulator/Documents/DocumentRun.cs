using System.Diagnostics;
using System.Text.Json;
using PaymentDr.Tests.Documents;

namespace PaymentDr.Tests.Emulator;

/// <summary>A command of AWS in a document that was run, or was not because it changes something.</summary>
internal sealed record RunCommand(string Document, int Line, string[] Words, bool Runs, int Code, string Output, string Errors)
{
    public string Name => $"{Words[0]} {Words[1]}";

    /// <summary>What a query yields that finds nothing.</summary>
    public bool IsEmpty => Output.Trim() is "" or "None" or "null" or "[]" or "{}";

    public override string ToString() => $"{Document}:{Line}: aws {string.Join(' ', Words)}\n{Output}{Errors}";
}

/// <summary>Runs documents by bash as people would, against the emulator: what reads is run, by the real AWS command line.</summary>
internal sealed class DocumentRun : IDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly string _notes;
    private readonly Process _server;
    private readonly int _port = LocalPort.FindFree();

    public DocumentRun(AwsEmulator emulator)
    {
        _notes = _folder.PathOf("notes");
        File.WriteAllText(_notes, "");
        _server = ExternalTool.Start(
            "python3",
            [Repository.PathOf("Tests", "Emulator", "Documents", "aws_server.py"), $"{_port}", emulator.Endpoint, DocumentShell.Answer, DocumentShell.Readers, _notes],
            _folder.Path,
            [("PYTHONDONTWRITEBYTECODE", "1"), ("AWS_MAX_ATTEMPTS", "2"), .. emulator.Environment]);
        var started = Stopwatch.StartNew();
        while (!LocalPort.Accepts(_port))
        {
            if (_server.HasExited || started.Elapsed > LongestStart)
            {
                throw new InvalidOperationException($"The AWS command line did not start: {_server.StandardError.ReadToEnd()}");
            }

            Thread.Sleep(50);
        }
    }

    /// <param name="here">What a document's text says in the environment that is deployed.</param>
    public IReadOnlyList<RunCommand> Run(MarkdownFile document, Func<string, string> here)
    {
        var before = File.ReadLines(_notes).Count();
        DocumentShell.Run(document with { Text = here(document.Text) }, CallServer);
        return
        [
            .. from line in File.ReadLines(_notes).Skip(before)
               select JsonSerializer.Deserialize<RunCommand>(line, CamelCase)! with { Document = document.Name },
        ];
    }

    /// <summary>It would also end by itself with this process, because its input ends then.</summary>
    public void Dispose()
    {
        _server.StandardInput.Close();
        _server.WaitForExit();
        _server.Dispose();
        _folder.Dispose();
    }

    private string CallServer => $$"""
        exec 3<>/dev/tcp/127.0.0.1/{{_port}}
        printf '%s\0' "$LINE" "$PART" "$@" $'\x1e' >&3
        { IFS= read -r -d '' code; IFS= read -r -d '' output; IFS= read -r -d '' errors; } <&3
        printf '%s' "$output" 2>/dev/null
        """;
}
