using PaymentDr.Commands;
using PaymentDr.Tests.Removal;

namespace PaymentDr.Tests.Commands;

/// <summary>The command as a user starts it, with a terraform that notes what it was asked for.</summary>
[TestFixture]
public sealed class TeardownCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "PaymentDr.dll");

    private TemporaryFolder _folder = null!;
    private FakeControlPlane _plane = null!;

    [SetUp]
    public void Start()
    {
        _folder = TemporaryFolder.WithSettings();
        _plane = new FakeControlPlane { Members = null };
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _plane.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public void A_guarded_environment_is_refused_with_what_to_do()
    {
        Assert.That(
            () => RunAsync(("PAYMENTDR__Protection", "Guarded")),
            Throws.TypeOf<CommandException>().With.Message.Contains("Protection = Guarded").And.Message.Contains("set Protection to Ephemeral in appsettings.dev.json, deploy"));
    }

    [Test]
    public void Without_terraform_nothing_is_asked()
    {
        Assert.That(() => RunAsync(("PATH", _folder.Path)), Throws.TypeOf<CommandException>().With.Message.Contains("terraform, which destroys, is not on PATH"));
    }

    /// <summary>The answer is read to its end and no further: what follows it is Terraform's.</summary>
    [Test]
    public void Terraform_works_where_the_stack_was_synthesized_and_with_the_same_terminal()
    {
        WriteTerraform("""case $2 in destroy) read -r answer; echo "$answer" >> {0}/asked;; state) echo '{{"serial":1,"resources":[{{}}]}}';; esac""");

        var result = RunProgram("yes\nand yes again\n");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllLines(_folder.PathOf("asked")), Is.EqualTo(new[] { "and yes again" }));
        Assert.That(
            File.ReadAllLines(_folder.PathOf("runs")),
            Is.EqualTo(new[] { "init", "state pull", "destroy" }.Select(run => $"-chdir={_folder.PathOf("cdktf.out", "stacks", "payment-dr-dev")} {run}")));
        Assert.That(result.Output, Does.Contain("the environment dev is removed"));
    }

    [TestCase("no\n")]
    [TestCase("")]
    public void Who_does_not_say_yes_has_changed_nothing(string answer)
    {
        WriteTerraform("exit 0");

        var result = RunProgram(answer);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, "Nothing was changed: the answer was not 'yes'.\n")));
        Assert.That(_folder.PathOf("runs"), Does.Not.Exist);
        Assert.That(_folder.PathOf("cdktf.out"), Does.Not.Exist);
    }

    /// <summary>As a terminal does it, both are told; a pass that was interrupted is not repeated.</summary>
    [Test]
    public void An_interrupted_Terraform_is_waited_for_and_not_started_again()
    {
        WriteTerraform("""case $2 in destroy) kill -INT $PPID; sleep 1; echo ended >> {0}/asked; exit 1;; state) date +'{{"serial":%N,"resources":[{{}}]}}';; esac""");

        var result = RunProgram("yes\n");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.StartWith("Terraform was interrupted"));
        Assert.That(File.ReadAllLines(_folder.PathOf("asked")), Is.EqualTo(new[] { "ended" }));
    }

    /// <param name="script">{0} is a folder to write to.</param>
    private void WriteTerraform(string script)
    {
        if (OperatingSystem.IsWindows())
        {
            ExternalTool.Missing("the stand-in for terraform is a shell script.");
            return;
        }

        var text = string.Format(null, script, _folder.Path);
        _folder.Write("bin/terraform", $"#!/bin/sh\necho \"$*\" >> {_folder.Path}/runs\n{text}\n");
        File.SetUnixFileMode(_folder.PathOf("bin", "terraform"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private ToolResult RunProgram(string input)
    {
        using var process = ExternalTool.Start(
            "dotnet",
            [Program, "teardown"],
            _folder.Path,
            ("PATH", $"{_folder.PathOf("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"),
            ("PAYMENTDR_SKIP_FUNCTIONS", "1"),
            ("AWS_ENDPOINT_URL", _plane.Endpoint),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"));
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return new(process.ExitCode, output.Result, error.Result);
    }

    private Task RunAsync((string Name, string Value) variable) => CommandLine.RunAsync(
        ["teardown", "--auto-approve"],
        _folder.Path,
        new Dictionary<string, string?> { ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9", [variable.Name] = variable.Value },
        TextWriter.Null);
}
