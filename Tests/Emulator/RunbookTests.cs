using PaymentDr.Tests.Documents;

namespace PaymentDr.Tests.Emulator;

/// <summary>What documents have people look at when something is wrong, run against what is deployed.</summary>
[TestFixture]
[Category("Emulator")]
[Order(40)]
public sealed class RunbookTests
{
    private static readonly string[] Beside = ["docs/failback.md", "docs/failover.md"];

    /// <summary>Commands that the emulator does not answer, and why.</summary>
    private static readonly Dictionary<string, string> Unanswered = [];

    /// <summary>Commands that find nothing there.</summary>
    private static readonly Dictionary<string, string> Nothing = new()
    {
        ["cloudwatch get-metric-statistics"] = "nothing is measured",
        ["logs filter-log-events"] = "functions log elsewhere",
    };

    private IReadOnlyList<RunCommand> _commands = [];

    [OneTimeSetUp]
    public void RunAll()
    {
        DocumentShell.Require();
        var names = new NameRules(new DeployedThings(SynthesizedStack.Default), new HashSet<string>());
        using var run = new DocumentRun(EmulatorSetup.Emulator);
        _commands =
        [
            .. from document in MarkdownFile.All
               where document.Name.StartsWith("docs/runbooks/", StringComparison.Ordinal) || Beside.Contains(document.Name)
               from command in run.Run(document, names.Here)
               select command,
        ];
    }

    [Test]
    public void What_looks_gets_an_answer()
    {
        var looks = _commands.Where(command => command.Runs && !Unanswered.ContainsKey(command.Name)).ToArray();

        Assert.That(looks, Has.Length.GreaterThan(100));
        Assert.That(string.Join('\n', looks.Where(command => command.Code != 0)), Is.Empty);
        Assert.That(string.Join('\n', looks.Where(command => command.IsEmpty && !Nothing.ContainsKey(command.Name))), Is.Empty);
    }

    [Test]
    public void Nothing_is_excused_that_would_be_answered()
    {
        Assert.That(Unanswered.Keys.Where(name => _commands.All(command => command.Name != name || (command.Runs && command.Code == 0))), Is.Empty);
        Assert.That(Nothing.Keys.Where(name => !_commands.Any(command => command.Name == name && command.IsEmpty)), Is.Empty);
    }
}
