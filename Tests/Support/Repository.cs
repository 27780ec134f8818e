namespace PaymentDr.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "cdktf.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No cdktf.json above {AppContext.BaseDirectory}: the tests run inside their checkout.");
    }
}
