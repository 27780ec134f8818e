using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Service;

/// <summary>
/// What the first payment would wait for, before anything is listened to: credentials, connections to both ledgers, compiled code. In a rush new
/// processes are sent payments as soon as they say that they serve. What does not answer keeps no process from starting.
/// </summary>
public sealed class WarmUp(Health health, Door door, TimeProvider clock, StructuredLog log) : IHostedLifecycleService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Nobody's, of nobody's payment.</summary>
    private static readonly DoorRequest Question = new("GET", $"/payments/{PaymentId.Of("nobody", "warm-up")}", "nobody", null, default);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var begun = clock.GetTimestamp();
        try
        {
            var found = await health.CheckAsync(either.Token);
            await door.ReplyAsync(Question, either.Token);
            log.Info("Warm.", ("status", found.Status), ("milliseconds", (int)clock.GetElapsedTime(begun).TotalMilliseconds));
        }
        catch (Exception exception)
        {
            log.Error("It starts cold.", exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
