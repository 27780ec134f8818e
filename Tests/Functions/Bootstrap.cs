using System.Diagnostics;
using System.IO.Compression;
using PaymentDr.Tests.Runtime;

namespace PaymentDr.Tests.Functions;

/// <summary>The published program, run as Lambda runs it: out of its zip, with an environment and a runtime API.</summary>
internal sealed class Bootstrap : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;

    private Bootstrap(Process process, FakeRuntimeApi lambda)
    {
        (_process, Lambda) = (process, lambda);
        _log = process.StandardOutput.ReadToEndAsync();
    }

    public FakeRuntimeApi Lambda { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>In MB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    public static Bootstrap Start(TemporaryFolder folder, string function, Dictionary<string, string> environment)
    {
        var program = folder.PathOf("bootstrap");
        if (!File.Exists(program))
        {
            ZipFile.ExtractToDirectory(FunctionPackage.Ensure(Repository.Root, "linux-x64", TestContext.Progress.WriteLine), folder.Path);
        }

        var lambda = new FakeRuntimeApi();
        (string, string?)[] lambdas = [("AWS_LAMBDA_RUNTIME_API", lambda.Host), ("_HANDLER", function), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];
        return new Bootstrap(
            ExternalTool.Start(program, [], folder.Path, [.. lambdas, .. environment.Select(variable => (variable.Key, (string?)variable.Value))]), lambda);
    }

    /// <summary>As Lambda does before it takes the machine away.</summary>
    public void Terminate() => ExternalTool.Run("kill", ["-TERM", $"{_process.Id}"], Repository.Root);

    /// <returns>The exit code and everything that was logged.</returns>
    public async Task<(int ExitCode, string Log)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _log);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await Lambda.DisposeAsync();
    }
}
