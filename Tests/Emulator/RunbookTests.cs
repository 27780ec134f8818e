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
    private static readonly Dictionary<string, Excuse> Unanswered = new()
    {
        ["application-autoscaling describe-scaling-activities"] = new("moto does not have it"),
        ["backup describe-region-settings"] = new("moto does not have it"),
        ["backup list-backup-jobs"] = new("moto does not have it"),
        ["backup list-copy-jobs"] = new("moto does not have it"),
        ["ecs describe-tasks"] = new("no task has stopped, and it wants one", IsOfOtherTests: true),
        ["lambda get-account-settings"] = new("moto does not have it"),
        ["s3 ls"] = new("it ends with 1 where nothing lies below a prefix, and no drill has run", IsOfOtherTests: true),
        ["ssm describe-automation-executions"] = new("moto does not have it"),
        ["stepfunctions get-execution-history"] = new("failover-1-1 is there only after FailoverTests", IsOfOtherTests: true),
    };

    /// <summary>Commands that find nothing there, and why.</summary>
    private static readonly Dictionary<string, Excuse> Nothing = new()
    {
        ["backup list-recovery-points-by-backup-vault"] = new("plans do not run", IsOfOtherTests: true),
        ["cloudwatch describe-alarms"] = new("no alarm speaks", IsOfOtherTests: true),
        ["cloudwatch get-metric-statistics"] = new("nothing is measured"),
        ["dynamodb get-item"] = new("no probe has run", IsOfOtherTests: true),
        ["dynamodb query"] = new("no probe has run, and no reign was begun", IsOfOtherTests: true),
        ["ecs list-tasks"] = new("no task has stopped", IsOfOtherTests: true),
        ["elbv2 describe-target-health"] = new("no task serves", IsOfOtherTests: true),
        ["logs filter-log-events"] = new("functions log elsewhere"),
        ["rds describe-events"] = new("nothing happens to clusters by itself"),
        ["s3api list-objects-v2"] = new("no certificate was kept", IsOfOtherTests: true),
        ["sqs receive-message"] = new("events get where they should", IsOfOtherTests: true),
        ["stepfunctions list-executions"] = new("no workflow has run", IsOfOtherTests: true),
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
        var looks = _commands.Where(command => command.Runs).ToArray();

        Assert.That(looks, Has.Length.GreaterThan(100));
        Assert.That(string.Join('\n', looks.Where(command => command.Code != 0 && !Unanswered.ContainsKey(command.Name))), Is.Empty);
        Assert.That(string.Join('\n', looks.Where(command => command is { Code: 0, IsEmpty: true } && !Nothing.ContainsKey(command.Name))), Is.Empty);
    }

    [Test]
    public void Nothing_is_excused_that_would_be_answered() => Assert.That(
        Superfluous(Unanswered, command => command.Code != 0).Concat(Superfluous(Nothing, command => command.IsEmpty)), Is.Empty);

    private IEnumerable<string> Superfluous(Dictionary<string, Excuse> excuses, Func<RunCommand, bool> needs) =>
        from excuse in excuses
        where !excuse.Value.IsOfOtherTests && !_commands.Any(command => command.Name == excuse.Key && command.Runs && needs(command))
        select $"{excuse.Key}: {excuse.Value.Why}";

    /// <param name="Why">It is as it is.</param>
    /// <param name="IsOfOtherTests">Whether it is so hangs on which tests ran before.</param>
    private sealed record Excuse(string Why, bool IsOfOtherTests = false);
}
