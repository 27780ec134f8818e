using System.Text.Json;

namespace PaymentDr.Tests.Documents;

/// <summary>An argument of a command of AWS: whether it has to be there, stands without a name, and takes none, one or many values.</summary>
internal sealed record AwsArgument(bool Required, bool Positional, string Values);

/// <summary>What the installed AWS command line takes, by its own tables.</summary>
internal sealed record AwsCommands(
    IReadOnlyDictionary<string, AwsArgument> Everywhere,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, AwsArgument>?> Operations,
    IReadOnlyDictionary<string, string?> Queries)
{
    /// <summary>Arguments that version 2 has for every command, and version 1 does not.</summary>
    private static readonly Dictionary<string, AwsArgument> OfVersion2 = new()
    {
        // Version 1 takes payloads as they are; version 2 wants to be told.
        ["cli-binary-format"] = new(Required: false, Positional: false, "one"),
        // Version 1 shows nothing page by page.
        ["no-cli-pager"] = new(Required: false, Positional: false, "none"),
    };

    /// <summary>Commands that version 2 alone has.</summary>
    private static readonly Dictionary<string, IReadOnlyDictionary<string, AwsArgument>> CommandsOfVersion2 = new()
    {
        // Not an operation of AWS but a loop of the command line, around filter-log-events.
        ["logs tail"] = new Dictionary<string, AwsArgument>
        {
            ["group"] = new(Required: true, Positional: true, "one"),
            ["follow"] = new(Required: false, Positional: false, "none"),
            ["since"] = new(Required: false, Positional: false, "one"),
            ["filter-pattern"] = new(Required: false, Positional: false, "one"),
        },
    };

    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Why its tables cannot be read here; null when they can.</summary>
    public static string? FindObstacle() =>
        !ExternalTool.IsOnPath("aws") ? "the AWS command line is not on PATH."
        : Interpreter() is not { } python ? "the AWS command line on PATH is no program of Python (version 2 carries its own): its tables cannot be read."
        : ExternalTool.Run(python, ["-c", "import awscli.clidriver"], Repository.Root).ExitCode != 0 ? $"{Path.GetFileName(python)} cannot import awscli."
        : null;

    /// <summary>Asks once for all that the commands name.</summary>
    public static AwsCommands Of(IEnumerable<AwsCall> calls)
    {
        var asked = calls.ToArray();
        var question = JsonSerializer.Serialize(new
        {
            operations = asked.Select(call => new[] { call.Service, call.Operation }).DistinctBy(call => string.Join(' ', call)),
            queries = asked.Select(call => call.Query).OfType<string>().Distinct(),
        });
        using var process = ExternalTool.Start(Interpreter()!, [Repository.PathOf("Tests", "Documents", "aws_commands.py")], Repository.Root, ("PYTHONDONTWRITEBYTECODE", "1"));
        process.StandardInput.Write(question);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<AwsCommands>(answer, CamelCase)!
            : throw new InvalidOperationException($"The AWS command line's tables cannot be read: {error.Result}");
    }

    /// <summary>What is wrong with a command, by its words alone; nothing when it can be sent.</summary>
    public IEnumerable<string> FaultsOf(AwsCall call)
    {
        if ((Operations.GetValueOrDefault(call.Name) ?? CommandsOfVersion2.GetValueOrDefault(call.Name)) is not { } known)
        {
            return [$"aws has no command '{call.Name}'"];
        }

        var given = call.Arguments(name => (known.GetValueOrDefault(name) ?? Everywhere.GetValueOrDefault(name) ?? OfVersion2.GetValueOrDefault(name))?.Values);
        var positional = known.Where(argument => argument.Value.Positional).ToArray();
        return
        [
            .. call.Query is { } query && Queries.GetValueOrDefault(query) is { } fault ? [$"the query {query} cannot be read: {fault}"] : Array.Empty<string>(),
            .. given.Named.Keys.Where(name => !known.ContainsKey(name) && !Everywhere.ContainsKey(name) && !OfVersion2.ContainsKey(name))
                .Select(name => $"'{call.Name}' has no argument --{name}"),
            .. given.Positional.Skip(positional.Any(argument => argument.Value.Values == "many") ? given.Positional.Count : positional.Length).Select(word => $"'{call.Name}' takes no further word, such as '{word}'"),
            // What a file says is not in the document.
            .. call.Command.IsWhole && !given.Named.ContainsKey("cli-input-json") ? Missing(call.Name, known, given.Named, given.Positional.Count) : [],
        ];
    }

    private IEnumerable<string> Missing(
        string call, IReadOnlyDictionary<string, AwsArgument> known, IReadOnlyDictionary<string, IReadOnlyList<string>> named, int positional) =>
        known.Where(argument => argument.Value is { Required: true, Positional: false } && !named.ContainsKey(argument.Key))
            .Select(argument => $"'{call}' needs --{argument.Key}")
            .Concat(named.Where(argument => argument.Value.Count == 0 && (known.GetValueOrDefault(argument.Key) ?? Everywhere.GetValueOrDefault(argument.Key)) is { Values: not "none" })
                .Select(argument => $"--{argument.Key} of '{call}' has no value"))
            .Concat(known.Where(argument => argument.Value is { Required: true, Positional: true }).Skip(positional).Select(argument => $"'{call}' needs {argument.Key}"));

    /// <summary>What the first line of the script on PATH names; where that is a shim's, the python beside it.</summary>
    private static string? Interpreter()
    {
        var script = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "aws")).First(File.Exists);
        using var reader = new StreamReader(script);
        var start = new char[200];
        var line = new string(start, 0, reader.Read(start, 0, start.Length)).Split('\n')[0];
        return line.StartsWith("#!", StringComparison.Ordinal) && line.Contains("python", StringComparison.Ordinal) ? line["#!".Length..].Trim().Split(' ')[^1]
            : ExternalTool.IsOnPath("python3") ? "python3" : null;
    }
}
