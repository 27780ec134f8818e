namespace PaymentDr.Tests;

/// <summary>A folder that is gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("payment-dr-").FullName;

    /// <summary>With the repository's own settings, as a project has them.</summary>
    public static TemporaryFolder WithSettings()
    {
        var folder = new TemporaryFolder();
        folder.AddSettings();
        return folder;
    }

    public void AddSettings() => File.Copy(Repository.PathOf("appsettings.json"), PathOf("appsettings.json"));

    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Copies a folder with everything in it, into one of its own below this one or into this one.</summary>
    public void CopyFrom(string folder, string target = "")
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            Write(System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(folder, file)), File.ReadAllText(file));
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
