using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PaymentDr.Commands;

/// <summary>A part of an image, under the name that its content gives it.</summary>
internal sealed record Blob(string Digest, string MediaType, byte[] Content);

/// <summary>An image as <c>dotnet publish</c> leaves it: a tar with the layout of the Open Container Initiative.</summary>
internal sealed record ImageArchive(Blob Manifest, IReadOnlyList<Blob> Parts)
{
    private const string Index = "index.json";

    /// <summary>The same format under two names: an image with layers of either name, as the SDK leaves it upon a base of Docker's, is not taken everywhere.</summary>
    private const string DockersLayer = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private const string Layer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>What its programs are compiled for, as images call it.</summary>
    public string Architecture => JsonNode.Parse(Parts[0].Content)!["architecture"]!.GetValue<string>();

    /// <exception cref="CommandException">It is no archive of one image, or not whole.</exception>
    public static ImageArchive Read(string path)
    {
        try
        {
            var files = FilesOf(path);
            var manifest = Find(files, JsonNode.Parse(files[Index])!["manifests"]!.AsArray().Single()!);
            var content = JsonNode.Parse(manifest.Content)!;
            var parts = content["layers"]!.AsArray().Prepend(content["config"]).Select(part => Find(files, part!)).ToArray();
            return new(WithOneName(manifest, content), parts);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException
            or KeyNotFoundException or FormatException or System.Text.Json.JsonException)
        {
            throw new CommandException($"{path} is no archive of an image in OCI format ('dotnet publish Service -t:PublishContainer' makes one): {exception.Message}");
        }
    }

    private static Blob WithOneName(Blob manifest, JsonNode content)
    {
        foreach (var layer in content["layers"]!.AsArray().Where(layer => (string?)layer!["mediaType"] == DockersLayer))
        {
            layer!["mediaType"] = Layer;
        }

        var named = Encoding.UTF8.GetBytes(content.ToJsonString());
        return manifest with { Digest = DigestOf(named), Content = named };
    }

    private static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static Dictionary<string, byte[]> FilesOf(string path)
    {
        var files = new Dictionary<string, byte[]>();
        using var file = File.OpenRead(path);
        using var tar = new TarReader(file);
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    private static Blob Find(Dictionary<string, byte[]> files, JsonNode descriptor)
    {
        var digest = descriptor["digest"]!.GetValue<string>();
        var content = files[$"blobs/{digest.Replace(':', '/')}"];
        return DigestOf(content) == digest
            ? new(digest, descriptor["mediaType"]!.GetValue<string>(), content)
            : throw new FormatException($"what lies under {digest} is something else.");
    }
}
