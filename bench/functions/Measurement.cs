using System.Diagnostics;

/// <summary>One process of one contender, from its start on.</summary>
/// <param name="FirstResponse">In ms, from the start of the process; an event waits for it.</param>
/// <param name="FirstCpu">In ms, until then.</param>
/// <param name="LateCpu">In µs, of one invocation.</param>
/// <param name="Memory">In MB, at its peak.</param>
internal sealed record Measurement(double FirstResponse, double FirstCpu, double EarlyPerSecond, double LatePerSecond, double LateCpu, double Memory)
{
    public static async Task<Measurement> TakeAsync(Contender contender, int invocations)
    {
        var start = Stopwatch.GetTimestamp();
        await using var function = contender.Start(out var first);
        await first;
        var (firstResponse, firstCpu) = (Stopwatch.GetElapsedTime(start), function.Cpu);

        var early = await ServeAsync(function, invocations);
        var earlyCpu = function.Cpu;
        var late = await ServeAsync(function, invocations);

        return new Measurement(
            firstResponse.TotalMilliseconds,
            firstCpu.TotalMilliseconds,
            invocations / early.TotalSeconds,
            invocations / late.TotalSeconds,
            (function.Cpu - earlyCpu).TotalMicroseconds / invocations,
            function.PeakMemory);
    }

    /// <summary>One after the other, as Lambda does.</summary>
    private static async Task<TimeSpan> ServeAsync(RunningFunction function, int events)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < events; number++)
        {
            await function.Lambda.InvokeAsync(Events.Valid(number));
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
