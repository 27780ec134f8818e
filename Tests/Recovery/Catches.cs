using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Recovery;

/// <summary>Which states of a workflow may fail.</summary>
internal static class Catches
{
    /// <summary>
    /// Whatever fails, it goes on to where it would have gone, and that is no end: a run that could not tell people has not done what it is for.
    /// </summary>
    public static bool GoOn(JsonObject states, JsonNode state) =>
        state["Next"] is { } next
        && state["Catch"] is JsonArray { Count: > 0 } catches
        && catches.All(each => (string)each!["Next"]! == (string)next!)
        && catches.Any(each => each!["ErrorEquals"]!.AsArray().Any(error => (string)error! == "States.ALL"))
        && (string)states[(string)next!]!["Type"]! is not ("Succeed" or "Fail");
}
