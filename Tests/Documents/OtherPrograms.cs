using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>Programs beside that of AWS: whether what documents call them with is there.</summary>
internal static partial class OtherPrograms
{
    private static readonly string[] Cdktf = ["deploy", "destroy", "diff", "synth"];

    private static readonly string[] Paths = ["/health", "/payments", "/validations"];

    private static readonly string[] TerraformCommands = ["destroy", "force-unlock", "init"];

    /// <summary>Commands of the product, by the word after <c>dotnet run --</c>, and where the words after that are read.</summary>
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["image"] = "Images/ImageCommand.cs",
        ["keys"] = "Keys/KeysCommand.cs",
        ["objectives"] = "Objectives/ObjectivesCommand.cs",
        ["teardown"] = "Teardown/TeardownCommand.cs",
    };

    public static IEnumerable<string> FaultsOf(DocumentCommand command, DeployedThings things, NameRules names) => (command.Program, command.Words) switch
    {
        ("dotnet", ["run"]) => [],
        ("dotnet", ["run", "--", ..]) => FaultsOfCommand(command.Words[2..]),
        ("dotnet", ["run", "--project", var project]) => FaultOf(Directory.Exists(Repository.PathOf(project)), $"there is no project {project}"),
        ("dotnet", ["build" or "format" or "publish" or "test", var project, .. var rest]) =>
        [
            .. FaultOf(Directory.Exists(Repository.PathOf(project)) || File.Exists(Repository.PathOf(project)), $"there is no project {project}"),
            .. rest is ["--filter", var filter] ? FaultOf(Laws.DocumentLaws.Tests.Any(test => test.Contains(filter.Split('=')[^1], StringComparison.Ordinal)), $"no test is called '{filter}'") : [],
        ],
        ("npx", ["cdktf", var what, ..]) => FaultOf(Cdktf.Contains(what), $"cdktf has no command '{what}'"),
        ("npm", ["ci"]) => FaultOf(File.Exists(Repository.PathOf("package-lock.json")), "nothing is locked"),
        ("terraform", ["output", .. var rest]) => rest.Where(word => !word.StartsWith('-')).SelectMany(name => FaultOf(things.Outputs.Contains(name), $"there is no output '{name}'")),
        ("terraform", [var what, ..]) => FaultOf(TerraformCommands.Contains(what), $"terraform has no command '{what}'"),
        ("curl", var words) => words.Where(word => word.StartsWith("http", StringComparison.Ordinal)).SelectMany(word => FaultsOfAddress(new Uri(names.Here(word)), things)),
        ("cd", [var folder]) => FaultOf(names.Here(folder) == $"cdktf.out/stacks/payment-dr-{things.Suffix}", $"nothing is synthesized into {folder}"),
        ("docker" or "jq", _) => [],
        _ => [$"nobody knows whether this runs ({nameof(OtherPrograms)})"],
    };

    /// <summary>By the patterns of the code that reads them.</summary>
    private static IEnumerable<string> FaultsOfCommand(string[] words)
    {
        if (!Sources.TryGetValue(words[0], out var source))
        {
            return [$"there is no command '{words[0]}'"];
        }

        var code = File.ReadAllText(Repository.PathOf("Commands", source));
        return words.Skip(1).Take(1).SelectMany(word => FaultOf(Pattern().Matches(code).Any(match => match.Groups[1].Value == word), $"'{words[0]}' knows no '{word}'"));
    }

    private static IEnumerable<string> FaultsOfAddress(Uri address, DeployedThings things) =>
    [
        .. FaultOf(things.Hosts.Contains(address.Host), $"no name '{address.Host}' is deployed"),
        .. FaultOf(Paths.Any(path => address.AbsolutePath == path || address.AbsolutePath.StartsWith($"{path}/", StringComparison.Ordinal)), $"nobody answers '{address.AbsolutePath}'"),
    ];

    private static IEnumerable<string> FaultOf(bool isRight, string fault) => isRight ? [] : [fault];

    [GeneratedRegex("""\["([a-z-]+)"[,\]]""")]
    private static partial Regex Pattern();
}
