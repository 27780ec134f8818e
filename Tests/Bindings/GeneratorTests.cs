using System.Diagnostics;

namespace PaymentDr.Tests.Bindings;

/// <summary>The generator of the bindings, run for real in a folder of its own, with the npm packages of this checkout.</summary>
[TestFixture]
public sealed class GeneratorTests
{
    private static readonly string[] Packages =
    [
        "Constructs.10.4.2.1.nupkg",
        "HashiCorp.Cdktf.0.21.0.1.nupkg",
        "HashiCorp.Cdktf.Providers.Aws.20.1.0.1.nupkg",
        "Jsii.Fast.1.140.0.1.nupkg",
    ];

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CopyInputs()
    {
        _folder = new TemporaryFolder();
        _folder.CopyFrom(Repository.PathOf("bindings"), "bindings");
        _folder.Write(Path.Combine(".gen", "installed-package-lock.json"), File.ReadAllText(Repository.PathOf("bindings", "package-lock.json")));
        Directory.CreateSymbolicLink(_folder.PathOf(".gen", "node_modules"), Repository.PathOf(".gen", "node_modules"));
    }

    [TearDown]
    public void RemoveInputs()
    {
        Directory.Delete(_folder.PathOf(".gen", "node_modules"));
        _folder.Dispose();
    }

    [Test]
    public void Two_at_once_make_the_packages_once()
    {
        using var one = Generate();
        using var other = Generate();
        var outputs = new[] { one, other }.Select(process => process.StandardOutput.ReadToEnd()).ToArray();
        one.WaitForExit();
        other.WaitForExit();

        Assert.That((one.ExitCode, other.ExitCode), Is.EqualTo((0, 0)), string.Concat(outputs));
        Assert.That(outputs, Has.One.StartsWith("Generating the C# bindings: .gen holds none yet"));
        Assert.That(outputs, Has.One.Match(@"^Waiting for process \d+, which is generating the C# bindings\.\n\z"));
        Assert.That(Feed(), Is.EqualTo(Packages));
    }

    [Test]
    public void One_that_is_killed_leaves_nothing_half_made_and_the_next_recovers()
    {
        using (var killed = Generate())
        {
            // One package exists, the others do not: nothing of it may be seen in the feed.
            var work = _folder.PathOf(".gen", $"work-{killed.Id}");
            while (!File.Exists(Path.Combine(work, "feed", Packages[0])))
            {
                Assert.That(killed.HasExited, Is.False, "the generator ended before it could be killed");
                Thread.Sleep(20);
            }

            killed.Kill(entireProcessTree: true);
            killed.WaitForExit();
            Assert.That(work, Does.Exist);
            Assert.That(Feed(), Is.Empty);
        }

        using var next = Generate();
        var output = next.StandardOutput.ReadToEnd();
        next.WaitForExit();

        Assert.That(next.ExitCode, Is.Zero, output);
        Assert.That(Feed(), Is.EqualTo(Packages));
        Assert.That(Directory.GetFileSystemEntries(_folder.PathOf(".gen")).Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "feed", "installed-package-lock.json", "node_modules",
        }));
    }

    /// <summary>With a package cache of its own: revision 1 means nothing to anybody else.</summary>
    private Process Generate() => ExternalTool.Start(
        "node",
        [_folder.PathOf("bindings", "generate.mjs"), "--revision", "1", "--framework", "net10.0"],
        _folder.Path,
        [("NUGET_PACKAGES", _folder.PathOf("packages"))]);

    private IEnumerable<string?> Feed() =>
        Directory.GetFiles(_folder.PathOf(".gen", "feed")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
