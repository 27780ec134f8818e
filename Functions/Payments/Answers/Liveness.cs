using System.Text;

namespace PaymentDr.Payments;

/// <summary>
/// What the load balancer asks of a process: whether it serves, and nothing of its region. Were a region's trouble an answer here, every process of
/// it would be replaced for nothing; that is <c>/health</c>'s to say, and Route 53's to act upon.
/// </summary>
public static class Liveness
{
    /// <summary>Between being told to stop and stopping.</summary>
    public static Answer Draining { get; } = Say(503, "draining");

    public static Answer Serving { get; } = Say(200, "serving");

    public static bool IsAskedBy(string method, string path) => (method, path) is ("GET", DoorPaths.Alive);

    private static Answer Say(int httpStatus, string status) =>
        new(httpStatus, "application/json", Encoding.UTF8.GetBytes($"{{\"status\":\"{status}\"}}"));
}
