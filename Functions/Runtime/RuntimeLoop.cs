namespace PaymentDr.Runtime;

/// <summary>Serves one event after the other until it is told to stop; a failure of the function is not a failure of the loop.</summary>
public sealed class RuntimeLoop(RuntimeApi api, Handler handler, TimeProvider clock, StructuredLog log)
{
    /// <summary>What a function keeps of its time to answer in.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromMilliseconds(250);

    /// <param name="stop">Ends the wait for the next event. One that is being served is finished first.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(await api.NextAsync(stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Invocation invocation)
    {
        var context = new LambdaContext(invocation, clock, log);
        // Where the SDK looks for it, so that its calls belong to the same trace.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        ReadOnlyMemory<byte> answer;
        try
        {
            using var deadline = new CancellationTokenSource(TimeLeft(context), clock);
            answer = await handler(invocation.Event, context, deadline.Token);
        }
        catch (Exception exception)
        {
            context.Logger.Error("The function failed.", exception);
            await api.FailAsync(invocation.RequestId, exception, CancellationToken.None);
            return;
        }

        if (!await api.RespondAsync(invocation.RequestId, answer, CancellationToken.None))
        {
            var tooLarge = new InvalidOperationException($"The answer has {answer.Length} bytes, more than Lambda takes.");
            context.Logger.Error("The answer was refused.", tooLarge);
            await api.FailAsync(invocation.RequestId, tooLarge, CancellationToken.None);
        }
    }

    /// <summary>A timer takes no more than 49 days, which only an event without a deadline has.</summary>
    private static TimeSpan TimeLeft(LambdaContext context)
    {
        var time = context.RemainingTime - TimeToAnswer;
        return time < TimeSpan.Zero ? TimeSpan.Zero : time > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : time;
    }
}
