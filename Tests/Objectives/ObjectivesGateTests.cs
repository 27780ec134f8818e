namespace PaymentDr.Tests.Objectives;

/// <summary>A synthesis that could exceed its objectives is refused, and leaves what was there.</summary>
[TestFixture]
public sealed class ObjectivesGateTests
{
    private static readonly (string, string)[] Slow =
    [
        ("PAYMENTDR__HealthChecks__IntervalSeconds", "30"), ("PAYMENTDR__HealthChecks__Failures", "3"), ("PAYMENTDR__Objectives__TrafficSeconds", "60"),
    ];

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CreateProject() => _folder = TemporaryFolder.WithSettings();

    [TearDown]
    public void RemoveProject() => _folder.Dispose();

    [Test]
    public void Who_claims_60_s_with_30_s_between_3_checks_is_shown_what_it_takes_and_what_moves_it()
    {
        var refusal = Assert.Throws<ObjectivesException>(() => Synthesize(Slow))!.Message;

        Assert.That(refusal, Does.StartWith("""
            The objectives are missed, nothing is written.
              traffic: 168 s at the worst, and Objectives:TrafficSeconds allows 60 s. What moves it: HealthChecks:IntervalSeconds = 30, HealthChecks:Failures = 3, Objectives:TrafficSeconds = 60
              settlement: 930 s at the worst, and Objectives:SettlementMinutes allows 900 s. What moves it: HealthChecks:IntervalSeconds = 30, HealthChecks:Failures = 3,
            """));
        Assert.That(refusal, Does.Contain("     0    108  |############        | the door is called ill             3 x (30 + 6)\n"));
        Assert.That(refusal, Does.Contain("   108     60  |            ########| resolvers ask again                60\n"));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Who_promises_no_time_for_the_promotion_is_refused_before()
    {
        Assert.That(
            () => Synthesize([.. Slow, ("PAYMENTDR__Objectives__PromotionSeconds", "0")]),
            Throws.TypeOf<SettingsException>().With.Message.Contains("Objectives:PromotionSeconds = '0'").And.Message.Contains("a whole number from 30 to 600 seconds"));
    }

    /// <summary>60 s are out of DNS's reach: the fastest checks and a resolver's memory are 16 + 60 s.</summary>
    [Test]
    public void Not_even_the_fastest_checks_lead_names_within_60_s()
    {
        Assert.That(
            () => Synthesize(("PAYMENTDR__HealthChecks__Failures", "1"), ("PAYMENTDR__Objectives__TrafficSeconds", "60")),
            Throws.TypeOf<ObjectivesException>().With.Message.Contains("traffic: 76 s at the worst, and Objectives:TrafficSeconds allows 60 s"));
    }

    [Test]
    public void What_was_synthesized_before_stays_when_the_next_is_refused()
    {
        var file = Path.Combine(Synthesize(), "cdk.tf.json");
        var (before, entries) = (File.ReadAllBytes(file), Entries());

        Assert.That(() => Synthesize(Slow), Throws.TypeOf<ObjectivesException>());
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(before));
        Assert.That(Entries(), Is.EqualTo(entries));
    }

    [Test]
    public void Without_a_door_there_is_nothing_to_judge()
    {
        Assert.That(() => Synthesize([.. Slow, ("PAYMENTDR__Zone__Delegated", "false")]), Throws.Nothing);
    }

    [Test]
    public void The_program_ends_with_1_and_the_message()
    {
        var result = ExternalTool.Run(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "PaymentDr.dll")],
            _folder.Path,
            [("PAYMENTDR_SKIP_FUNCTIONS", "1"), .. Slow.Select(variable => (variable.Item1, (string?)variable.Item2))]);

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.StartWith("The objectives are missed, nothing is written.\n  traffic: 168 s").And.Not.Contain("   at "));
    }

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private string Synthesize(params (string Variable, string Value)[] variables) => Synthesis.Run(
        _folder.Path,
        variables.Concat([("PAYMENTDR_SKIP_FUNCTIONS", "1"), ("PAYMENTDR__Pay__ImageDigest", TestSettings.ImageDigest)]).ToDictionary(variable => variable.Item1, variable => (string?)variable.Item2),
        _ => { });
}
