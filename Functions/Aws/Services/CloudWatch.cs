using System.Text.Json.Nodes;

namespace PaymentDr.Aws;

/// <summary>Metrics of one region.</summary>
public sealed class CloudWatch(AwsRegion region)
{
    private readonly JsonService _metrics = new(region.Service("monitoring"), "GraniteServiceVersion20100801", "1.0");

    /// <summary>For what must be known to have arrived; everything else goes through the log.</summary>
    public Task PutAsync(string space, string name, double value, CancellationToken cancellation) => _metrics.CallAsync(
        "PutMetricData",
        new() { ["Namespace"] = space, ["MetricData"] = new JsonArray(new JsonObject { ["MetricName"] = name, ["Value"] = value }) },
        cancellation);

    /// <summary>The highest value of each minute, oldest first. A minute without any is missing.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, double Value)>> HighestAsync(
        string space, string name, (string Name, string Value) dimension, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var answer = await _metrics.CallAsync(
            "GetMetricStatistics",
            new()
            {
                ["Namespace"] = space,
                ["MetricName"] = name,
                ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = dimension.Name, ["Value"] = dimension.Value }),
                ["StartTime"] = from.ToUnixTimeSeconds(),
                ["EndTime"] = until.ToUnixTimeSeconds(),
                ["Period"] = 60,
                ["Statistics"] = new JsonArray("Maximum"),
            },
            cancellation);

        return
        [
            .. (answer["Datapoints"] as JsonArray ?? [])
                .Select(point => (At: Time(point!["Timestamp"]!.GetValue<double>()), Value: point["Maximum"]!.GetValue<double>()))
                .OrderBy(point => point.At),
        ];
    }

    private static DateTimeOffset Time(double seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
}
