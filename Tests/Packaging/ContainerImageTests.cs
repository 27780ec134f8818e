using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentDr.Commands;

namespace PaymentDr.Tests.Packaging;

/// <summary>The service's image, made for real upon a base of our own, and brought into two registries in the place of the two regions'.</summary>
[TestFixture]
[Category("Publish")]
public sealed class ContainerImageTests
{
    private static readonly string Published = Repository.PathOf("artifacts", "publish", "Service", "release");

    private TemporaryFolder _folder = null!;
    private Dictionary<string, byte[]> _archive = null!;

    private string Archive => _folder.PathOf("pay.tar");

    private JsonNode Manifest => Json(JsonNode.Parse(_archive["index.json"])!["manifests"]![0]!);

    private JsonNode Config => Json(Manifest["config"]!);

    [OneTimeSetUp]
    public async Task Publish()
    {
        TestCredentials.Set();
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(Published);
        await File.WriteAllTextAsync(Path.Combine(Published, "left-by-another-build.txt"), "");
        await using var registry = new LoopbackRegistry { Repository = "dotnet/aspnet" };
        var published = ExternalTool.Run(
            "dotnet",
            [
                "publish", "Service", "-t:PublishContainer", $"-p:ContainerArchiveOutputPath={Archive}", $"-p:ContainerBaseImage={TinyBase.AddTo(registry)}",
                "--disable-build-servers", "--nologo",
            ],
            Repository.Root,
            ("DOTNET_CONTAINER_INSECURE_REGISTRIES", registry.Host), ("TMPDIR", _folder.Path), ("MSBUILD_EXE_PATH", null), ("MSBuildSDKsPath", null), ("MSBuildExtensionsPath", null));
        Assert.That(published.ExitCode, Is.Zero, published.ToString());
        _archive = FilesOf(File.ReadAllBytes(Archive));
        _folder.AddSettings();
    }

    [OneTimeTearDown]
    public void RemoveFolder()
    {
        _folder.Dispose();
        TestCredentials.Remove();
    }

    [Test]
    public void It_starts_the_service_as_nobody_in_particular_on_the_tasks_processor()
    {
        var start = Config["config"]!;

        Assert.That((string?)Config["architecture"], Is.EqualTo("amd64"));
        Assert.That((string?)start["User"], Is.EqualTo("1654"));
        Assert.That(Texts(start["Entrypoint"]), Is.EqualTo(new[] { "dotnet", "/app/PaymentDr.Service.dll" }));
        Assert.That(start["Cmd"], Is.Null);
        Assert.That(start["ExposedPorts"]!.AsObject().Select(port => port.Key), Does.Contain("8443/tcp"));
        Assert.That(Texts(start["Env"]), Does.Contain("DOTNET_EnableDiagnostics=0").And.Contain("PATH=/usr/bin"));
    }

    [Test]
    public void It_holds_the_base_and_what_was_published()
    {
        var layers = Manifest["layers"]!.AsArray().Select(layer => FilesOf(Unzip(Blob(layer!)))).ToArray();

        Assert.That(layers[0].Keys, Is.EqualTo(new[] { "etc/base" }));
        Assert.That(layers[0]["etc/base"], Is.EqualTo("amd64"u8.ToArray()));
        Assert.That(
            layers[1].Select(file => (file.Key, Hash(file.Value))),
            Is.EquivalentTo(Directory.GetFiles(Published).Select(file => ($"app/{Path.GetFileName(file)}", Hash(File.ReadAllBytes(file))))));
        Assert.That(layers[1].Keys.Select(Path.GetExtension).Distinct(), Is.EquivalentTo(new[] { ".dll", ".json" }), "nothing that does not run");
        Assert.That(layers, Has.Length.EqualTo(2));
    }

    [Test]
    public void What_it_holds_starts()
    {
        foreach (var (name, content) in FilesOf(Unzip(Blob(Manifest["layers"]![1]!))))
        {
            Directory.CreateDirectory(_folder.PathOf("app"));
            File.WriteAllBytes(_folder.PathOf(name), content);
        }

        var command = Texts(Config["config"]!["Entrypoint"]).Select(part => part.Replace("/app/", $"{_folder.PathOf("app")}/", StringComparison.Ordinal)).ToArray();
        var result = ExternalTool.Run(command[0], command[1..], _folder.Path, ("DOTNET_EnableDiagnostics", "0"));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("SITE is not set"));
    }

    [Test]
    public async Task Both_regions_get_the_same_digest_and_nothing_twice()
    {
        await using var primary = RegistryOf("primary");
        await using var secondary = RegistryOf("secondary");

        var told = await PushAsync(primary, secondary);
        var digest = told.Split(' ')[4];
        var tag = digest["sha256:".Length..][..12];
        var image = JsonNode.Parse(primary.ContentUnder(tag))!;

        Assert.That((primary.DigestUnder(tag), secondary.DigestUnder(tag)), Is.EqualTo((digest, digest)));
        Assert.That(image["config"]!.ToJsonString(), Is.EqualTo(Manifest["config"]!.ToJsonString()));
        Assert.That(image["layers"]!.AsArray().Select(layer => (string?)layer!["digest"]), Is.EqualTo(Manifest["layers"]!.AsArray().Select(layer => (string?)layer!["digest"])));
        Assert.That(image["layers"]!.AsArray().Select(layer => (string?)layer!["mediaType"]), Is.All.EqualTo("application/vnd.oci.image.layer.v1.tar+gzip"));
        Assert.That(told, Does.StartWith($"us-east-1 and us-west-2 have {digest} (tag {tag}).\n").And.Contain("Pay:ImageDigest").And.Contain("appsettings.dev.json"));
        Assert.That(primary.Changes, Is.EqualTo(new[] { "POST blobs", "PATCH uploads", "PUT uploads", "POST blobs", "PATCH uploads", "PUT uploads", "POST blobs", "PATCH uploads", "PUT uploads", "PUT manifests" }));

        primary.Changes.Clear();
        Assert.That(await PushAsync(primary, secondary), Is.EqualTo(told));
        Assert.That(primary.Changes, Is.Empty);
    }

    [Test]
    public async Task One_region_alone_is_not_enough_and_the_other_keeps_what_it_has()
    {
        await using var primary = RegistryOf("primary");
        await using var secondary = new LoopbackRegistry { Repository = "repository-of-others", Password = "of today" };

        Assert.That(
            () => PushAsync(primary, secondary),
            Throws.TypeOf<CommandException>().With.Message.StartsWith("The image is not in both regions: do not set its digest, and repeat the command.\n  us-west-2: ")
                .And.Message.EndsWith("404 The repository does not exist."));
        Assert.That(primary.Changes.Last(), Is.EqualTo("PUT manifests"));
    }

    [Test]
    public async Task An_image_for_another_processor_is_not_sent()
    {
        await using var primary = RegistryOf("primary");
        await using var secondary = RegistryOf("secondary");

        Assert.That(
            () => PushAsync(primary, secondary, variables: ("PAYMENTDR__Pay__Architecture", "Arm64")),
            Throws.TypeOf<CommandException>().With.Message.Contains("is made for amd64, and Pay:Architecture is Arm64").And.Message.Contains("linux-arm64"));
        Assert.That(primary.Changes.Concat(secondary.Changes), Is.Empty);
    }

    [TestCase("no archive")]
    [TestCase("another layer")]
    [TestCase("no layer")]
    public async Task What_is_not_whole_is_not_sent(string fault)
    {
        var broken = _folder.PathOf($"{fault}.tar");
        var layer = $"blobs/{(string?)Manifest["layers"]![1]!["digest"]}".Replace(':', '/');
        WriteTar(broken, _archive.Where(file => fault != "no layer" || file.Key != layer)
            .Select(file => (file.Key, fault == "another layer" && file.Key == layer ? [1, 2, 3] : file.Value)));
        if (fault == "no archive")
        {
            await File.WriteAllTextAsync(broken, "text");
        }

        await using var primary = RegistryOf("primary");
        await using var secondary = RegistryOf("secondary");

        Assert.That(() => PushAsync(primary, secondary, broken), Throws.TypeOf<CommandException>().With.Message.Contains("is no archive of an image"));
        Assert.That(primary.Changes.Concat(secondary.Changes), Is.Empty);
    }

    private static LoopbackRegistry RegistryOf(string role) => new() { Repository = $"repository-pay-{role}-dev", Password = $"of the {role}" };

    private async Task<string> PushAsync(LoopbackRegistry primary, LoopbackRegistry secondary, string? archive = null, params (string Name, string Value)[] variables)
    {
        using var output = new StringWriter { NewLine = "\n" };
        await CommandLine.RunAsync(
            ["image", "push", archive ?? Archive],
            _folder.Path,
            new Dictionary<string, string?>(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)))
            {
                ["AWS_ENDPOINT_URL_US_EAST_1"] = primary.Endpoint,
                ["AWS_ENDPOINT_URL_US_WEST_2"] = secondary.Endpoint,
            },
            output);
        return output.ToString();
    }

    private byte[] Blob(JsonNode descriptor) => _archive[$"blobs/{((string)descriptor["digest"]!).Replace(':', '/')}"];

    private JsonNode Json(JsonNode descriptor) => JsonNode.Parse(Blob(descriptor))!;

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(text => text!.GetValue<string>())];

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Unzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using var zip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Dictionary<string, byte[]> FilesOf(byte[] tar)
    {
        var files = new Dictionary<string, byte[]>();
        using var reader = new TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not TarEntryType.Directory)
            {
                using var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                files[entry.Name] = content.ToArray();
            }
        }

        return files;
    }

    private static void WriteTar(string path, IEnumerable<(string Name, byte[] Content)> files)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file);
        foreach (var (name, content) in files)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
    }
}
