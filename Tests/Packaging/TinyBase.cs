using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Packaging;

/// <summary>A base image with one file in it, in the form of those of .NET: of Docker's formats, for two processors.</summary>
internal static class TinyBase
{
    public const string Tag = "10.0";

    private const string Docker = "application/vnd.docker";

    public static string AddTo(LoopbackRegistry registry)
    {
        var images = new[] { "amd64", "arm64" }.Select(processor =>
        {
            var image = AddImage(registry, processor);
            image["platform"] = new JsonObject { ["architecture"] = processor, ["os"] = "linux" };
            return (JsonNode)image;
        });
        registry.AddManifest(Tag, new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = $"{Docker}.distribution.manifest.list.v2+json",
            ["manifests"] = new JsonArray([.. images]),
        });
        return $"{registry.Host}/{registry.Repository}:{Tag}";
    }

    private static JsonObject AddImage(LoopbackRegistry registry, string processor)
    {
        var tar = Tar("etc/base", processor);
        var config = new JsonObject
        {
            ["architecture"] = processor,
            ["os"] = "linux",
            ["config"] = new JsonObject { ["User"] = "root", ["Env"] = new JsonArray("PATH=/usr/bin", "ASPNETCORE_HTTP_PORTS=8080") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(LoopbackRegistry.DigestOf(tar)) },
        };
        return registry.AddManifest(processor, new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = $"{Docker}.distribution.manifest.v2+json",
            ["config"] = Part($"{Docker}.container.image.v1+json", Encoding.UTF8.GetBytes(config.ToJsonString())),
            ["layers"] = new JsonArray(Part($"{Docker}.image.rootfs.diff.tar.gzip", Zip(tar))),
        });

        JsonObject Part(string mediaType, byte[] content) =>
            new() { ["mediaType"] = mediaType, ["size"] = content.Length, ["digest"] = registry.AddBlob(content) };
    }

    private static byte[] Tar(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return bytes.ToArray();
    }

    private static byte[] Zip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            zip.Write(content);
        }

        return bytes.ToArray();
    }
}
