namespace PaymentDr.Runtime;

/// <summary>One event without Lambda, for whoever tries a function by hand: its event comes in, its answer goes out.</summary>
public static class SingleInvocation
{
    /// <summary>As API Gateway waits.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(29);

    /// <returns>False when the function failed, and the log says why.</returns>
    public static async Task<bool> RunAsync(Handler handler, Stream input, Stream output, TimeProvider clock, StructuredLog log)
    {
        using var payload = new MemoryStream();
        await input.CopyToAsync(payload);
        var invocation = new Invocation
        {
            RequestId = "by-hand",
            FunctionArn = "",
            Deadline = clock.GetUtcNow() + Limit,
            Event = payload.ToArray(),
        };
        var context = new LambdaContext(invocation, clock, log);
        using var limit = new CancellationTokenSource(Limit, clock);
        try
        {
            await output.WriteAsync(await handler(invocation.Event, context, limit.Token));
            await output.WriteAsync("\n"u8.ToArray());
            return true;
        }
        catch (Exception exception)
        {
            context.Logger.Error("The function failed.", exception);
            return false;
        }
    }
}
