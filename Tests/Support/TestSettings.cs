namespace PaymentDr.Tests;

/// <summary>Settings that neither the caller's variables nor a file of an environment can move.</summary>
internal static class TestSettings
{
    public static PaymentDrSettings Default { get; } = With();

    /// <summary>The repository's own appsettings.json, overridden as an environment variable would.</summary>
    public static PaymentDrSettings With(params (string Variable, string Value)[] variables)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.PathOf("appsettings.json"), folder.PathOf("appsettings.json"));
        return SettingsLoader.Load(folder.Path, variables.ToDictionary(variable => variable.Variable, variable => (string?)variable.Value));
    }
}
