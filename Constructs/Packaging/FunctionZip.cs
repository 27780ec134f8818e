using System.IO.Compression;

namespace PaymentDr;

/// <summary>Puts an executable into a zip whose bytes depend on nothing else.</summary>
internal static class FunctionZip
{
    /// <summary>A regular file that everyone may execute, where Unix looks for it.</summary>
    private const int ExecutableFile = unchecked((int)0x81ED_0000);

    /// <summary>The earliest that a zip can say.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Appears at <paramref name="path"/> when it is whole.</summary>
    public static void Write(string path, string executable)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.unfinished";
        using (var file = File.Create(unfinished))
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("bootstrap", CompressionLevel.SmallestSize);
            entry.LastWriteTime = NoTime;
            entry.ExternalAttributes = ExecutableFile;
            using var source = File.OpenRead(executable);
            using var target = entry.Open();
            source.CopyTo(target);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
