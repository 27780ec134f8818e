using System.Text.Json.Nodes;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Objectives;

/// <summary>What is computed from the default file, and from copies in which one thing was changed.</summary>
internal static class Judged
{
    public static ObjectivesReport Default => Of(SynthesizedStack.Default)!;

    public static ObjectivesReport? Of(SynthesizedStack stack, PaymentDrSettings? settings = null) => ObjectivesReport.Of(new DeployedFile(stack.File), settings ?? stack.Settings!);

    public static ObjectivesReport With(Action<JsonObject> change) => Of(SynthesizedStack.Default.Broken(change))!;

    /// <summary>With another setting, by the same file.</summary>
    public static ObjectivesReport By(Func<ObjectiveSettings, ObjectiveSettings> change)
    {
        var settings = SynthesizedStack.Default.Settings!;
        return Of(SynthesizedStack.Default, settings with { Objectives = change(settings.Objectives) })!;
    }

    /// <summary>With something changed in what takes over in the secondary.</summary>
    public static ObjectivesReport WithState(string state, Action<JsonObject> change) =>
        Of(SynthesizedStack.Default.BrokenStates("failover-secondary", states => change(states[state]!.AsObject())))!;

    public static Waterfall Of(this ObjectivesReport report, string objective) => report.Waterfalls.Single(waterfall => waterfall.Objective == objective);

    public static DataLoss Lost(this ObjectivesReport report, string what) => report.Losses.Single(loss => loss.Of == what);
}
