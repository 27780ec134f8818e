namespace PaymentDr.Tests;

/// <summary>Settings that neither the caller's variables nor a file of an environment can move.</summary>
internal static class TestSettings
{
    public const string ImageDigest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Image = "PAYMENTDR__Pay__ImageDigest";

    /// <summary>With an image for the service, by which the platform is whole.</summary>
    public static PaymentDrSettings Default { get; } = With();

    /// <summary>As they are before an image was published.</summary>
    public static PaymentDrSettings WithoutImage(params (string Variable, string Value)[] variables) => Load(variables);

    /// <summary>The repository's own appsettings.json and an image, overridden as an environment variable would.</summary>
    public static PaymentDrSettings With(params (string Variable, string Value)[] variables) =>
        Load(variables.Any(variable => variable.Variable == Image) ? variables : [.. variables, (Image, ImageDigest)]);

    private static PaymentDrSettings Load((string Variable, string Value)[] variables)
    {
        using var folder = TemporaryFolder.WithSettings();
        return SettingsLoader.Load(folder.Path, variables.ToDictionary(variable => variable.Variable, variable => (string?)variable.Value));
    }
}
