namespace PaymentDr;

/// <summary>The zone of the platform's names.</summary>
/// <param name="Id">Of an existing zone; null where the stack makes one.</param>
/// <param name="ParentId">Of the existing zone in which the one that the stack makes is delegated; null where people do that.</param>
/// <param name="IsDelegated">Whether the world is led to it. Doors wait for that.</param>
public sealed record ZoneSettings(string Name, string? Id = null, string? ParentId = null, bool IsDelegated = true);

/// <summary>Which doors the platform has. At least one.</summary>
/// <param name="Api">API Gateway in front of functions.</param>
/// <param name="Pay">A load balancer in front of a service.</param>
/// <param name="RequestsPerAddress">In five minutes, from one address, by each door.</param>
public sealed record DoorSettings(bool Api, bool Pay, int RequestsPerAddress);

/// <summary>How much the API takes, in each region.</summary>
/// <param name="RequestsPerSecond">Of one method, in the long run.</param>
/// <param name="Burst">Of one method, at once.</param>
public sealed record ApiSettings(int RequestsPerSecond, int Burst);

/// <summary>The service behind the load balancers.</summary>
/// <param name="ImageDigest">Of its image in both regions' repositories; null before one was published, when nothing can run.</param>
/// <param name="PrimaryTasks">The fewest that run in the primary.</param>
/// <param name="SecondaryTasks">The fewest that run in the secondary, while it serves nobody.</param>
/// <param name="MostTasks">In either.</param>
public sealed record PaySettings(string? ImageDigest, CpuArchitecture Architecture, int PrimaryTasks, int SecondaryTasks, int MostTasks)
{
    private const int BuildLength = 16;

    /// <summary>As health answers and decisions name what the image holds.</summary>
    public string? Build => ImageDigest?.Split(':')[1][..BuildLength];
}

/// <summary>How Route 53 looks at doors.</summary>
/// <param name="IntervalSeconds">Between two looks of one checker.</param>
/// <param name="Failures">How many in a row make a door ill, and how many successes well again.</param>
public sealed record HealthCheckSettings(int IntervalSeconds, int Failures);
