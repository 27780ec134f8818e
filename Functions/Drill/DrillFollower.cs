using PaymentDr.Payments;

namespace PaymentDr.Functions.Drill;

/// <summary>Looks at the drill's name until a region answers by it, and keeps what was seen.</summary>
/// <param name="door">Asked anew each time: a connection that is kept would go on to where the name led before.</param>
public sealed class DrillFollower(Doors doors, Uri door, TimeProvider clock)
{
    /// <summary>A step of Systems Manager ends after 300 s, and this one has to say what it saw before.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>In a row: the servers of a zone do not change at once.</summary>
    private const int Steady = 3;

    private readonly List<DrillLook> _looks = [];

    public IReadOnlyList<DrillLook> Looks => _looks;

    /// <returns>The seconds from the switch until the first of the answers that lasted; null where they did not come in time.</returns>
    public async Task<double?> FollowAsync(string region, DateTimeOffset switchedAt, CancellationToken cancellation)
    {
        var end = clock.GetUtcNow() + Patience;
        while (true)
        {
            var answer = await doors.AskAsync(new Uri(door, DoorPaths.Health), cancellation);
            var at = clock.GetUtcNow();
            _looks.Add(new(at, Math.Round((at - switchedAt).TotalSeconds, 1), region, answer?.Region));
            if (_looks.TakeLast(Steady).Count(look => look.Region == region) == Steady)
            {
                return _looks[^Steady].Seconds;
            }

            if (at >= end)
            {
                return null;
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }
}
