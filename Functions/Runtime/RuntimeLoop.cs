namespace PaymentDr.Runtime;

/// <summary>Serves one event after the other until it is told to stop; a failure of the function is not a failure of the loop.</summary>
public sealed class RuntimeLoop(RuntimeApi api, Handler handler, TimeProvider clock, StructuredLog log)
{
    /// <summary>What a function keeps of its time to answer in.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromMilliseconds(250);

    /// <param name="stop">Ends the wait for the next event. One that is being served is finished first.</param>
    public void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Serve(api.Next(stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Serve(Invocation invocation)
    {
        var context = new LambdaContext(invocation, clock, log);
        // Where the SDK looks for it, so that its calls belong to the same trace.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        ReadOnlyMemory<byte> answer;
        try
        {
            using var deadline = new CancellationTokenSource(TimeLeft(context), clock);
            answer = handler(invocation.Event, context, deadline.Token).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            context.Logger.Error("The function failed.", exception);
            api.Fail(invocation.RequestId, exception);
            return;
        }

        if (!api.Respond(invocation.RequestId, answer))
        {
            var tooLarge = new InvalidOperationException($"The answer has {answer.Length} bytes, more than Lambda takes.");
            context.Logger.Error("The answer was refused.", tooLarge);
            api.Fail(invocation.RequestId, tooLarge);
        }
    }

    /// <summary>A timer takes no more than 49 days, which only an event without a deadline has.</summary>
    private static TimeSpan TimeLeft(LambdaContext context)
    {
        var time = context.RemainingTime - TimeToAnswer;
        return time < TimeSpan.Zero ? TimeSpan.Zero : time > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : time;
    }
}
