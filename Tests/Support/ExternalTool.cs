using System.Diagnostics;

namespace PaymentDr.Tests;

/// <summary>How a program that was run ended, and what it printed.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Programs of others that tests run.</summary>
internal static class ExternalTool
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(15);

    private static readonly string[] OwnPrefixes = ["PAYMENTDR_", "CDKTF_", "AWS_", "TF_"];

    /// <summary>Where providers come from is the machine's to say.</summary>
    private static readonly string[] HowToInstall = ["TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR"];

    /// <summary>Runs a program to its end, without the caller's own settings of this product.</summary>
    public static ToolResult Run(string program, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] environment)
    {
        using var process = Start(program, arguments, folder, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(LongestRun))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {LongestRun}.");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a program whose input stays open as long as its caller keeps it.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(MovesTests).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program)));

    /// <summary>Ends the test as skipped, by name and with the reason; as failed where a skip is not accepted.</summary>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("PAYMENTDR_REQUIRE_ALL") == "1")
        {
            Assert.Fail($"{reason} (PAYMENTDR_REQUIRE_ALL=1 accepts no skip.)");
        }

        // The runner prints the names of skipped tests and not why: the target PrintSkipReasons does.
        File.AppendAllText(Path.Combine(AppContext.BaseDirectory, "skipped.txt"), $"Skipped {TestContext.CurrentContext.Test.FullName}: {reason.ReplaceLineEndings(" ")}\n");
        Assert.Ignore(reason);
    }

    private static bool MovesTests(string variable) =>
        variable == "ENVIRONMENT_SUFFIX"
        || (OwnPrefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && !HowToInstall.Contains(variable));
}
