using PaymentDr.Commands;

namespace PaymentDr.Tests.Commands;

/// <summary>What is judged before anything is asked of AWS.</summary>
[TestFixture]
public sealed class CommandLineTests
{
    [TestCase("key")]
    [TestCase("keys")]
    [TestCase("keys", "ad")]
    [TestCase("keys", "add")]
    [TestCase("keys", "add", "acme", "globex")]
    [TestCase("keys", "list", "acme", "globex")]
    [TestCase("keys", "revoke", "acme")]
    [TestCase("image")]
    [TestCase("image", "push")]
    [TestCase("image", "pull", "pay.tar")]
    [TestCase("objectives", "json")]
    [TestCase("objectives", "--json", "--json")]
    [TestCase("teardown", "prod")]
    [TestCase("teardown", "--auto-approve", "--auto-approve")]
    public void What_means_nothing_is_answered_with_what_does(params string[] arguments)
    {
        Assert.That(() => RunAsync(arguments), Throws.TypeOf<UsageException>().With.Message.Contains("usage: dotnet run").And.Message.Contains("keys revoke <merchant> <key id>").And.Message.Contains("teardown [--auto-approve]"));
    }

    [TestCase("Acme")]
    [TestCase("")]
    [TestCase("../acme")]
    [TestCase("acme.globex")]
    [TestCase("a-merchant-whose-name-is-longer-than-32")]
    public void A_merchants_name_is_judged_as_the_doors_judge_it(string merchant)
    {
        Assert.That(() => RunAsync("keys", "add", merchant), Throws.TypeOf<CommandException>().With.Message.Contains("1 to 32 lower-case letters, digits and hyphens"));
        Assert.That(() => RunAsync("keys", "list", merchant), Throws.TypeOf<CommandException>());
        Assert.That(() => RunAsync("keys", "revoke", merchant, "0123456789ab"), Throws.TypeOf<CommandException>());
    }

    [Test]
    public void The_key_of_the_drills_is_left_to_Terraform()
    {
        Assert.That(() => RunAsync("keys", "add", "drill"), Throws.TypeOf<CommandException>().With.Message.Contains("Terraform makes it"));
        Assert.That(() => RunAsync("keys", "revoke", "drill", "0123456789ab"), Throws.TypeOf<CommandException>().With.Message.Contains("Terraform makes it"));
    }

    [TestCase("12345")]
    [TestCase("acme.s3cr3t-s3cr3t")]
    public void What_names_no_key_is_not_repeated(string key)
    {
        Assert.That(() => RunAsync("keys", "revoke", "acme", key), Throws.TypeOf<CommandException>().With.Message.Contains("6 or more").And.Message.Not.Contains(key));
    }

    [Test]
    public void Refused_settings_are_told_as_they_are_to_who_synthesizes()
    {
        Assert.That(() => RunAsync(("PAYMENTDR__Secondary__Region", "us-east-1"), "keys", "list"), Throws.TypeOf<SettingsException>());
    }

    [Test]
    public void The_program_ends_with_2_when_it_is_misused_and_with_1_when_it_refuses()
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "PaymentDr.dll");

        var misused = ExternalTool.Run("dotnet", [program, "keys", "ad"], folder.Path);
        Assert.That((misused.ExitCode, misused.Output), Is.EqualTo((2, "")));
        Assert.That(misused.Error, Does.StartWith("'keys ad' is not a command.\nusage: "));

        var refused = ExternalTool.Run("dotnet", [program, "keys", "add", "Acme"], folder.Path);
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((1, "")));
        Assert.That(refused.Error, Does.StartWith("'Acme' is no merchant's name"));
        Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public void Missing_credentials_are_one_message()
    {
        using var folder = TemporaryFolder.WithSettings();

        var refused = ExternalTool.Run(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "PaymentDr.dll"), "keys", "list"], folder.Path, ("HOME", folder.Path), ("AWS_EC2_METADATA_DISABLED", "true"));

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.StartWith("The list is not complete.\n  us-east-1: Failed to resolve AWS credentials").And.Not.Contain("   at "));
    }

    private static Task RunAsync(params string[] arguments) => RunAsync(("ENVIRONMENT_SUFFIX", "dev"), arguments);

    /// <summary>Where no service is reached: what comes that far fails otherwise.</summary>
    private static Task RunAsync((string Name, string Value) variable, params string[] arguments) => CommandLine.RunAsync(
        arguments,
        Repository.Root,
        new Dictionary<string, string?> { ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9", [variable.Name] = variable.Value },
        TextWriter.Null);
}
