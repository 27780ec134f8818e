namespace PaymentDr.Tests.Commands;

/// <summary>The program as a user starts it: its exit code, what it prints, what it leaves.</summary>
[TestFixture]
public sealed class ProgramTests
{
    private const string Message = "payment-dr-qa: us-east-1 and us-west-2, synthesized into cdktf.out/stacks/payment-dr-qa/cdk.tf.json\n";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "PaymentDr.dll");

    /// <summary>The folder holds settings only.</summary>
    private static readonly (string, string?) WithoutFunctions = ("PAYMENTDR_SKIP_FUNCTIONS", "1");

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CreateProject() => _folder = TemporaryFolder.WithSettings();

    [TearDown]
    public void RemoveProject() => _folder.Dispose();

    [Test]
    public void It_says_in_one_line_what_it_wrote()
    {
        var result = Run();

        Assert.That(result, Is.EqualTo(new ToolResult(0, Message, "")));
        Assert.That(_folder.PathOf("cdktf.out", "stacks", "payment-dr-qa", "cdk.tf.json"), Does.Exist);
    }

    [Test]
    public void It_writes_the_same_bytes_every_time()
    {
        Run();
        var first = SynthesizedBytes("cdktf.out");
        Run();

        Assert.That(SynthesizedBytes("cdktf.out"), Is.EqualTo(first));
    }

    [Test]
    public void Bad_settings_end_it_with_one_message_and_nothing_written()
    {
        var result = Run(("PAYMENTDR__Secondary__Region", "us-east-1"));

        Assert.That(result, Is.EqualTo(new ToolResult(1, "", """
            The settings are refused, nothing is written.
              Secondary:Region = 'us-east-1' (PAYMENTDR__Secondary__Region): must differ from Primary:Region (us-east-1): one region cannot stand in for itself

            """)));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Absent_functions_end_it_with_a_message_that_says_how_to_do_without_and_nothing_written()
    {
        var result = Run(("PAYMENTDR_SKIP_FUNCTIONS", null));

        Assert.That(result, Is.EqualTo(new ToolResult(
            1,
            "",
            $"There is no Functions/Functions.csproj in {_folder.Path}: run in a checkout, or set PAYMENTDR_SKIP_FUNCTIONS=1.\n")));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void The_functions_lie_beside_the_file_that_deploys_them_and_not_those_of_an_earlier_run()
    {
        var package = FunctionPackage.Ensure(Repository.Root, "linux-x64", TestContext.Progress.WriteLine);
        var placed = _folder.PathOf("stacks", "payment-dr-qa", "functions.zip");

        var result = RunInCheckout();
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllBytes(placed), Is.EqualTo(File.ReadAllBytes(package)));

        RunInCheckout(WithoutFunctions);
        Assert.That(placed, Does.Not.Exist);
    }

    [Test]
    public void Cdktf_synth_writes_the_same_bytes()
    {
        var cdktf = Repository.PathOf("node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
        if (!File.Exists(cdktf))
        {
            ExternalTool.Missing("cdktf-cli is not installed: 'npm ci' in the root of the repository installs it.");
        }

        _folder.Write("cdktf.json", $$"""{ "language": "csharp", "app": "dotnet {{Program.Replace('\\', '/')}}" }""");
        Run();

        var result = ExternalTool.Run("node", [cdktf, "synth", "--output", "by-cdktf"], _folder.Path, [WithoutFunctions, ("ENVIRONMENT_SUFFIX", "qa"), ("CHECKPOINT_DISABLE", "1")]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(SynthesizedBytes("by-cdktf"), Is.EqualTo(SynthesizedBytes("cdktf.out")));
    }

    private ToolResult Run(params (string, string?)[] environment) =>
        ExternalTool.Run("dotnet", [Program], _folder.Path, [WithoutFunctions, ("ENVIRONMENT_SUFFIX", "qa"), .. environment]);

    private ToolResult RunInCheckout(params (string, string?)[] environment) =>
        ExternalTool.Run("dotnet", [Program], Repository.Root, [("CDKTF_OUTDIR", _folder.Path), ("ENVIRONMENT_SUFFIX", "qa"), .. environment]);

    private byte[] SynthesizedBytes(string output) => File.ReadAllBytes(_folder.PathOf(output, "stacks", "payment-dr-qa", "cdk.tf.json"));
}
