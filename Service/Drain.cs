using PaymentDr.Runtime;

namespace PaymentDr.Service;

/// <summary>
/// The time between being told to stop and stopping: the load balancer hears of it only by and by, and sends on meanwhile. Whatever comes is
/// served; only the health says that nothing more should.
/// </summary>
public sealed class Drain(TimeSpan patience, TimeProvider clock, StructuredLog log) : IHostedLifecycleService
{
    public TimeSpan Patience => patience;

    public bool IsUnderWay { get; private set; }

    /// <summary>Before the web server is told.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsUnderWay = true;
        log.Info("Draining.", ("seconds", (int)patience.TotalSeconds));
        await Task.Delay(patience, clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
