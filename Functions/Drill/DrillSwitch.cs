using PaymentDr.Aws;
using PaymentDr.Hosting;

namespace PaymentDr.Functions.Drill;

/// <summary>The switch of the drill's name. It has a namespace of its own, and a role may publish in none besides: customers' switch is out of reach.</summary>
public sealed class DrillSwitch(Platform platform)
{
    /// <summary>Until a minute in which the switch was 1 is over, and its datapoint with it.</summary>
    private static readonly TimeSpan Datapoint = TimeSpan.FromSeconds(90);

    private readonly CloudWatch _metrics = new(platform.Region);
    private readonly string _space = platform.Variables.Get("DRILL_METRIC_NAMESPACE");
    private readonly string _name = platform.Variables.Get("DRILL_SWITCH_METRIC");

    public Task LeadAwayAsync(CancellationToken cancellation) => PutAsync(1, cancellation);

    /// <summary>
    /// Once more in the next minute where the 1 is as young: the highest value of a minute counts, and after a last minute of 1 nothing would take it back.
    /// </summary>
    /// <param name="ledAwayAt">Null where it was not.</param>
    public async Task LeadHomeAsync(DateTimeOffset? ledAwayAt, CancellationToken cancellation)
    {
        await PutAsync(0, cancellation);
        var now = platform.Clock.GetUtcNow();
        if (now - ledAwayAt < Datapoint)
        {
            await Task.Delay(TimeSpan.FromSeconds(61 - now.Second), platform.Clock, cancellation);
            await PutAsync(0, cancellation);
        }
    }

    private Task PutAsync(int value, CancellationToken cancellation) => _metrics.PutAsync(_space, _name, value, cancellation);
}
