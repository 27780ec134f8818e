using PaymentDr.Tests.Emulator;

namespace PaymentDr.Tests.Functions;

/// <summary>One emulator for all tests in this namespace, with nothing in it but what they put there.</summary>
[SetUpFixture]
public sealed class FunctionsSetup
{
    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

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
        SetCredentials("test");
    }

    [OneTimeTearDown]
    public void StopEmulator()
    {
        SetCredentials(null);
        _emulator?.Dispose();
    }

    /// <summary>The SDK looks for them in the environment, as it does in Lambda.</summary>
    private static void SetCredentials(string? value)
    {
        foreach (var name in Credentials)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
