using System.Diagnostics;

namespace PaymentDr.Tests.Functions;

/// <summary>A program of ours as a process, with everything it logs; it does not outlive its test.</summary>
internal class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;

    protected RunningProgram(string program, string[] arguments, string folder, IEnumerable<(string Name, string? Value)> environment)
    {
        _process = ExternalTool.Start(
            program, arguments, folder, [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), .. environment]);
        _log = _process.StandardOutput.ReadToEndAsync();
    }

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

    /// <summary>As whoever runs it does before it is taken away.</summary>
    public void Terminate() => ExternalTool.Run("kill", ["-TERM", $"{_process.Id}"], Repository.Root);

    /// <returns>The exit code and everything that was logged.</returns>
    public async Task<(int ExitCode, string Log)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _log);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        GC.SuppressFinalize(this);
    }
}
