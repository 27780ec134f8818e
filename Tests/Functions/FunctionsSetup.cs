using PaymentDr.Tests.Emulator;

namespace PaymentDr.Tests.Functions;

/// <summary>One emulator for all tests in this namespace, with nothing in it but what they put there.</summary>
[SetUpFixture]
public sealed class FunctionsSetup
{
    private static AwsEmulator? _emulator;

    internal static AwsEmulator Emulator => _emulator ?? throw new InvalidOperationException("The set-up of the functions did not run.");

    [OneTimeSetUp]
    public void StartEmulator()
    {
        if (AwsEmulator.FindObstacle() is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        _emulator = AwsEmulator.Start();
        TestCredentials.Set();
    }

    [OneTimeTearDown]
    public void StopEmulator()
    {
        TestCredentials.Remove();
        _emulator?.Dispose();
    }
}
