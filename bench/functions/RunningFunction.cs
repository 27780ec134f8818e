using System.Diagnostics;
using PaymentDr.Tests.Runtime;

/// <summary>A process and the runtime API that it serves, which end together.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _log;

    public RunningFunction(Process process, FakeRuntimeApi lambda)
    {
        (_process, Lambda) = (process, lambda);
        // Read as Lambda does, so that it never waits to write.
        _log = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public FakeRuntimeApi Lambda { get; }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>In MB.</summary>
    public double PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1e6;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
        await Lambda.DisposeAsync();
    }
}
