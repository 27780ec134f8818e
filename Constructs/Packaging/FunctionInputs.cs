using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PaymentDr;

/// <summary>Everything that decides what the published functions consist of.</summary>
public static class FunctionInputs
{
    private const int HashLength = 16;

    /// <summary>The functions, and how they are packaged.</summary>
    private static readonly string[] Folders = ["Constructs/Packaging", "Functions"];

    /// <summary>The bindings' properties say for which framework everything is built; their targets only make packages that functions do not use.</summary>
    private static readonly string[] Shared =
        [".editorconfig", "Directory.Build.props", "Directory.Packages.props", "bindings/Bindings.props", "global.json"];

    private static readonly string[] Extensions = [".cs", ".csproj", ".json", ".props", ".sql", ".txt"];

    /// <summary>The SDK that built this program: the same global.json chooses the one that publishes.</summary>
    private static string Sdk { get; } = typeof(FunctionInputs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Sdk").Value!;

    /// <summary>Relative to the root, with forward slashes, in an order that no machine changes.</summary>
    public static IReadOnlyList<string> Files(string root) =>
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Concat(Shared)
            .Order(StringComparer.Ordinal),
    ];

    public static string Hash(string root, string runtime)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(runtime));
        Append(hash, Encoding.UTF8.GetBytes(Sdk));
        foreach (var file in Files(root))
        {
            Append(hash, Encoding.UTF8.GetBytes(file));
            Append(hash, File.ReadAllBytes(Path.Combine(root, file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLength];
    }

    /// <summary>With its length, so that no two lists run together into the same bytes.</summary>
    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }
}
