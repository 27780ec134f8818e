using System.Text.Json.Nodes;

namespace PaymentDr.Aws;

/// <summary>A bus of events in one region.</summary>
public sealed class EventBus(AwsRegion region, string name)
{
    /// <summary>EventBridge takes no more in one call.</summary>
    public const int MostAtOnce = 10;

    /// <summary>Settlements wait for it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly JsonService _events = new(region.Service("events", timeout: Limit, retries: 1), "AWSEvents", "1.1");

    /// <param name="events">At most <see cref="MostAtOnce"/>.</param>
    /// <returns>For each whether the bus has it: it may take some of a call and not the others, and that is no refusal of the call.</returns>
    public async Task<IReadOnlyList<bool>> PutAsync(IReadOnlyList<BusEvent> events, CancellationToken cancellation)
    {
        var entries = events.Select(each => new JsonObject
        {
            ["EventBusName"] = name,
            ["Source"] = each.Source,
            ["DetailType"] = each.Type,
            ["Detail"] = each.Detail.ToJsonString(),
        });
        var answer = await _events.CallAsync("PutEvents", new() { ["Entries"] = new JsonArray([.. entries]) }, cancellation);

        // In the order of the call. What the answer leaves out was not taken.
        var results = answer["Entries"] as JsonArray ?? [];
        return [.. events.Select((_, number) => results.ElementAtOrDefault(number) is JsonObject result && result["EventId"] is not null && result["ErrorCode"] is null)];
    }
}

/// <summary>Something that happened, as a bus takes it.</summary>
public sealed record BusEvent(string Source, string Type, JsonObject Detail);
