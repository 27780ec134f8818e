using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>The objectives for programs. Names and units stay: docs/objectives.md lists them.</summary>
public static class ObjectivesJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="report">Null where there was nothing to judge.</param>
    public static string Of(string environment, ObjectivesReport? report) => new JsonObject
    {
        ["environment"] = environment,
        ["isJudged"] = report is not null,
        ["isMet"] = report is null || report.Missed.Count == 0,
        ["waterfalls"] = new JsonArray([.. (report?.Waterfalls ?? []).Select(Of)]),
        ["losses"] = new JsonArray([.. (report?.Losses ?? []).Select(Of)]),
        ["errorBudget"] = report is null ? null : Of(report.Budget),
        ["missed"] = new JsonArray([.. (report?.Missed ?? []).Select(missed => (JsonNode)missed)]),
    }.ToJsonString(Readable);

    private static JsonObject Of(Waterfall waterfall) => new JsonObject
    {
        ["objective"] = waterfall.Objective,
        ["allowedSeconds"] = waterfall.AllowedSeconds,
        ["worstSeconds"] = waterfall.WorstSeconds,
        ["isMet"] = waterfall.IsMet,
        ["terms"] = new JsonArray([.. waterfall.Terms.Select(Of)]),
        ["notJudged"] = new JsonArray([.. waterfall.Besides.Select(Of)]),
        ["obstacles"] = new JsonArray([.. waterfall.Obstacles.Select(obstacle => (JsonNode)obstacle)]),
        ["settings"] = new JsonObject(waterfall.Settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value))),
    };

    private static JsonObject Of(Term term) => new JsonObject { ["what"] = term.What, ["seconds"] = term.Seconds, ["sum"] = term.Sum, ["from"] = term.From };

    private static JsonObject Of(DataLoss loss) => new JsonObject
    {
        ["of"] = loss.Of,
        ["seconds"] = loss.Seconds,
        ["allowedSeconds"] = loss.AllowedSeconds,
        ["isMet"] = loss.IsMet,
        ["why"] = loss.Why,
    };

    private static JsonObject Of(ErrorBudget budget) => new JsonObject
    {
        ["availabilityPercent"] = budget.Percent,
        ["lossSeconds"] = budget.LossSeconds,
        ["secondsPerMonth"] = Math.Round(budget.SecondsPerMonth, 1),
        ["lossesPerMonth"] = Math.Round(budget.LossesPerMonth, 1),
        ["secondsPerYear"] = Math.Round(budget.SecondsPerYear, 1),
        ["lossesPerYear"] = Math.Round(budget.LossesPerYear, 1),
        ["isMet"] = budget.IsMet,
    };
}
