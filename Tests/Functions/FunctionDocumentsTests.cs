using System.Text.RegularExpressions;
using PaymentDr.Functions;
using PaymentDr.Hosting;

namespace PaymentDr.Tests.Functions;

/// <summary>The table of variables in docs/functions.md, by which functions are configured, against the program.</summary>
[TestFixture]
public sealed partial class FunctionDocumentsTests
{
    private static readonly Dictionary<string, string> Everywhere = new()
    {
        ["SITE"] = "Primary",
        ["AWS_REGION"] = TwoRegions.Primary,
        ["PEER_REGION"] = TwoRegions.Secondary,
        ["LEDGER_TABLE"] = "ledger",
    };

    /// <summary>What is read when a function starts.</summary>
    private static readonly Dictionary<string, string> Structured = new()
    {
        ["PROBE"] = """{"peerHealth":["https://peer/health"],"customerHealth":["https://api/health"],"primaryRegion":"us-east-1","queueUrl":"","peerQueueUrl":""}""",
        ["DRILL"] = """{"door":"https://drill","homeDoor":"https://home","awayDoor":"https://away","keySecret":"drill","objectiveSeconds":180}""",
        ["DOORS"] = """{"doors":["https://api"],"keySecret":"drill"}""",
    };

    private static Dictionary<string, string[]> Rows { get; } = File.ReadLines(Repository.PathOf("docs", "functions.md"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 6 && cells[1].StartsWith('`'))
        .ToDictionary(cells => cells[1].Trim('`'), cells => Names(cells[3].Split("; in the secondary")[0]));

    [Test]
    public void Every_function_has_its_row() => Assert.That(Rows.Keys, Is.EquivalentTo(Catalog.Names));

    [TestCaseSource(nameof(Rows))]
    public void A_function_starts_with_the_variables_of_its_row_and_without_one_of_them_says_which(KeyValuePair<string, string[]> row)
    {
        var variables = new Dictionary<string, string>(Everywhere);
        foreach (var name in row.Value)
        {
            variables[name] = Structured.GetValueOrDefault(name, "value");
        }

        Assert.That(() => Build(row.Key, variables), Throws.Nothing);
        foreach (var name in row.Value)
        {
            Assert.That(() => Build(row.Key, variables.Where(variable => variable.Key != name)), Throws.TypeOf<VariableException>().With.Message.Contains(name));
        }
    }

    private static void Build(string function, IEnumerable<KeyValuePair<string, string>> variables) =>
        Catalog.Build(function, new Platform(new Variables(new Dictionary<string, string>(variables).GetValueOrDefault), TimeProvider.System));

    private static string[] Names(string cell) => [.. VariableName().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([A-Z_]+)`")]
    private static partial Regex VariableName();
}
