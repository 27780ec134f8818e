using System.Text.Json.Nodes;
using PaymentDr.Tests.Terraform;

namespace PaymentDr.Tests.Emulator;

/// <summary>One emulator with one applied stack for all tests in this namespace; both are gone in the end.</summary>
[SetUpFixture]
public sealed class EmulatorSetup
{
    private static AwsEmulator? _emulator;
    private static TerraformWorkspace? _workspace;

    internal static AwsEmulator Emulator => _emulator ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    /// <summary>Where the default stack was applied.</summary>
    internal static TerraformWorkspace Workspace => _workspace ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    [OneTimeSetUp]
    public void ApplyDefaultStack()
    {
        TerraformTool.Require();
        if (AwsEmulator.FindObstacle() is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        _emulator = AwsEmulator.Start();
        _workspace = new TerraformWorkspace(SynthesizedStack.Default, EmulatedProvider(), _emulator.Environment);
        _workspace.Init();
        _workspace.Apply();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _workspace?.Dispose();
        _emulator?.Dispose();
    }

    /// <summary>The account comes from the emulator. A call that it lacks must fail soon, and one whose connection it drops under load may be repeated.</summary>
    internal static JsonObject EmulatedProvider()
    {
        var provider = TerraformWorkspace.OfflineProvider;
        provider.Remove("skip_requesting_account_id");
        provider["max_retries"] = 3;
        return provider;
    }
}
