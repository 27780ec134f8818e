using PaymentDr.Functions.Authorize;
using PaymentDr.Functions.Decide;
using PaymentDr.Functions.Drill;
using PaymentDr.Functions.GiveBack;
using PaymentDr.Functions.Migrate;
using PaymentDr.Functions.Probe;
using PaymentDr.Functions.Process;
using PaymentDr.Functions.Reconcile;
using PaymentDr.Functions.Recover;
using PaymentDr.Functions.Remind;
using PaymentDr.Functions.RotateSecret;
using PaymentDr.Functions.Validate;
using PaymentDr.Functions.VerifyBackups;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

namespace PaymentDr.Functions;

/// <summary>Every function by its name, which is the value of _HANDLER.</summary>
public static class Catalog
{
    private static readonly Dictionary<string, Func<Platform, Handler>> Functions = new()
    {
        ["authorize"] = platform => AuthorizeFunction.On(platform).HandleAsync,
        ["validate"] = platform => ValidateFunction.On(platform).HandleAsync,
        ["process"] = platform => ProcessFunction.On(platform).HandleAsync,
        ["reconcile"] = platform => ReconcileFunction.On(platform).HandleAsync,
        ["probe"] = platform => ProbeFunction.On(platform).HandleAsync,
        ["decide"] = platform => DecideFunction.On(platform).HandleAsync,
        ["drill"] = platform => DrillFunction.On(platform).HandleAsync,
        ["give-back"] = platform => GiveBackFunction.On(platform).HandleAsync,
        ["recover"] = platform => RecoverFunction.On(platform).HandleAsync,
        ["remind"] = platform => RemindFunction.On(platform).HandleAsync,
        ["verify-backups"] = platform => VerifyBackupsFunction.On(platform).HandleAsync,
        ["rotate-secret"] = platform => RotateSecretFunction.On(platform).HandleAsync,
        ["migrate"] = platform => MigrateFunction.On(platform).HandleAsync,
    };

    public static IReadOnlyCollection<string> Names => Functions.Keys;

    public static Handler Build(string name, Platform platform) => Functions.TryGetValue(name, out var build)
        ? build(platform)
        : throw new VariableException($"_HANDLER = '{name}': must be one of {string.Join(", ", Functions.Keys)}.");
}
