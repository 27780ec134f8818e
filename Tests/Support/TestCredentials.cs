namespace PaymentDr.Tests;

/// <summary>Keys that open nothing. The SDK looks for them in the environment, as it does in Lambda.</summary>
internal static class TestCredentials
{
    private static readonly string[] Names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    public static void Set() => SetTo("test");

    public static void Remove() => SetTo(null);

    private static void SetTo(string? value)
    {
        foreach (var name in Names)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
