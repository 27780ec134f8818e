using System.Diagnostics;

namespace PaymentDr.Tests.Emulator;

/// <summary>One process that answers as AWS does, for both regions: moto, with gaps filled and refusals added (Server/).</summary>
internal sealed class AwsEmulator : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private AwsEmulator(Process process, string endpoint) => (_process, Endpoint) = (process, endpoint);

    public string Endpoint { get; }

    /// <summary>What makes a tool talk to the emulator instead of AWS.</summary>
    public (string, string?)[] Environment =>
    [
        ("AWS_ENDPOINT_URL", Endpoint), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    /// <summary>Why it cannot be started here; null when it can.</summary>
    public static string? FindObstacle() =>
        !ExternalTool.IsOnPath("aws") ? "the AWS command line is not on PATH."
        : !ExternalTool.IsOnPath("python3") ? "python3, which runs the emulator, is not on PATH."
        : ExternalTool.Run("python3", ["-c", "import moto.server"], Repository.Root).ExitCode != 0 ? "python3 cannot import moto.server."
        : null;

    /// <param name="hosts">Who runs what the emulator does not, as Server/ wants it said.</param>
    public static AwsEmulator Start(params (string Name, string? Address)[] hosts)
    {
        var port = LocalPort.FindFree();
        var process = ExternalTool.Start("python3", ["emulator.py", $"{port}"], Repository.PathOf("Tests", "Emulator", "Server"), [("PYTHONDONTWRITEBYTECODE", "1"), .. hosts]);
        // Read on, or the process would stop at a full pipe.
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();

        var started = Stopwatch.StartNew();
        while (!LocalPort.Accepts(port))
        {
            if (process.HasExited || started.Elapsed > LongestStart)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"The emulator did not start: {output.Result}{error.Result}");
            }

            Thread.Sleep(50);
        }

        return new(process, $"http://127.0.0.1:{port}");
    }

    /// <summary>It would also end by itself with this process, because its input ends then.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The endpoint is an argument too: in us-east-1 some releases of the command line ask RDS elsewhere, whatever the variable says.</summary>
    public ToolResult Aws(string region, string command) =>
        ExternalTool.Run("aws", ["--region", region, "--endpoint-url", Endpoint, "--output", "json", .. command.Split(' ')], Repository.Root, Environment);
}
