using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace PaymentDr.Tests.Packaging;

/// <summary>The package of the functions, made for real: once in this checkout, and once by two at the same time in a copy of its inputs.</summary>
[TestFixture]
[Category("Publish")]
public sealed class FunctionPackageTests
{
    private const string Runtime = "linux-x64";
    private const string Publishing = "Publishing the functions (about a minute, once per change of Functions/) ...";
    private const string Waiting = "Waiting for another process, which is publishing the functions.";

    private readonly ConcurrentQueue<string> _reports = [];

    private TemporaryFolder _copy = null!;
    private string[] _packages = [];

    [OneTimeSetUp]
    public async Task PublishACopyTwiceAtOnce()
    {
        _copy = CopyOfInputs();
        for (var age = 1; age <= 3; age++)
        {
            var old = Directory.CreateDirectory(_copy.PathOf(".gen", "functions", $"{age}-{Runtime}"));
            old.LastWriteTimeUtc = DateTime.UtcNow.AddDays(-age);
        }

        Directory.CreateDirectory(_copy.PathOf(".gen", "functions", "9-linux-arm64"));
        _packages = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => FunctionPackage.Ensure(_copy.Path, Runtime, _reports.Enqueue))));
    }

    [OneTimeTearDown]
    public void RemoveCopy() => _copy.Dispose();

    [Test]
    public void Two_at_once_publish_once()
    {
        Assert.That(_packages[0], Is.EqualTo(_packages[1]).And.EqualTo(
            _copy.PathOf(".gen", "functions", $"{FunctionInputs.Hash(_copy.Path, Runtime)}-{Runtime}", "functions.zip")));
        Assert.That(_reports, Is.EquivalentTo(new[] { Publishing, Waiting }));
    }

    [Test]
    public void What_is_published_already_is_not_published_again()
    {
        var written = File.GetLastWriteTimeUtc(_packages[0]);

        Assert.That(FunctionPackage.Ensure(_copy.Path, Runtime, Assert.Fail), Is.EqualTo(_packages[0]));
        Assert.That(File.GetLastWriteTimeUtc(_packages[0]), Is.EqualTo(written));
    }

    [Test]
    public void The_same_inputs_in_another_folder_and_without_git_give_the_same_bytes()
    {
        var original = FunctionPackage.Ensure(Repository.Root, Runtime, TestContext.Progress.WriteLine);

        Assert.That(FolderOf(original), Is.EqualTo(FolderOf(_packages[0])));
        Assert.That(File.ReadAllBytes(original).AsSpan().SequenceEqual(File.ReadAllBytes(_packages[0])), "the packages differ");
    }

    [Test]
    public void The_newest_three_of_a_runtime_are_kept_and_nothing_else_is_left()
    {
        Assert.That(Left(_copy), Is.EquivalentTo(new[] { "lock", FolderOf(_packages[0]), $"1-{Runtime}", $"2-{Runtime}", "9-linux-arm64" }));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(_packages[0])!), Is.EqualTo(_packages[..1]));
    }

    [Test]
    public void The_zip_holds_one_file_without_a_time_that_everyone_may_execute()
    {
        using var zip = ZipFile.OpenRead(_packages[0]);

        var entry = zip.Entries.Single();
        Assert.That(entry.FullName, Is.EqualTo("bootstrap"));
        Assert.That(entry.LastWriteTime.DateTime, Is.EqualTo(new DateTime(1980, 1, 1)));
        Assert.That(Convert.ToString(entry.ExternalAttributes >>> 16, 8), Is.EqualTo("100755"));
    }

    [Test]
    public void What_the_zip_holds_starts()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture is not Architecture.X64)
        {
            ExternalTool.Missing($"The package is for {Runtime}.");
        }

        using var folder = new TemporaryFolder();
        ZipFile.ExtractToDirectory(_packages[0], folder.Path);

        var result = ExternalTool.Run(folder.PathOf("bootstrap"), [], folder.Path);

        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Error, Does.Contain("_HANDLER is not set"));
    }

    [Test]
    public void The_program_says_where_it_put_the_package()
    {
        _copy.Write("appsettings.json", File.ReadAllText(Repository.PathOf("appsettings.json")));

        var result = ExternalTool.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "PaymentDr.dll")], _copy.Path);

        var size = new FileInfo(_packages[0]).Length / 1e6;
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output.Split('\n')[1], Is.EqualTo($"functions: {size:0.0} MB, in cdktf.out/stacks/payment-dr-dev/functions.zip"));
        Assert.That(File.ReadAllBytes(_copy.PathOf("cdktf.out", "stacks", "payment-dr-dev", "functions.zip")), Is.EqualTo(File.ReadAllBytes(_packages[0])));
    }

    [Test]
    public void A_source_that_does_not_compile_is_named_and_leaves_nothing()
    {
        using var broken = CopyOfInputs();
        broken.Write("Functions/Payments/Broken.cs", "namespace PaymentDr.Payments;\n\ninternal sealed class Broken : Unheard;\n");

        Assert.That(
            () => FunctionPackage.Ensure(broken.Path, Runtime, _ => { }),
            Throws.TypeOf<PublishException>()
                .With.Message.StartsWith("The functions were not published:\n")
                .And.Message.Match(@"Broken\.cs\(3,\d+\): error CS0246: .*'Unheard'"));
        Assert.That(Left(broken), Is.EqualTo(new[] { "lock" }));
    }

    [Test]
    public void Sources_that_change_while_they_are_published_are_not_kept_under_the_name_of_either_state()
    {
        using var copy = CopyOfInputs();

        Assert.That(
            () => FunctionPackage.Ensure(copy.Path, Runtime, _ => File.AppendAllText(copy.PathOf("Functions", "Catalog.cs"), "\n")),
            Throws.TypeOf<PublishException>().With.Message.Contains("changed while they were published"));
        Assert.That(Left(copy), Is.EqualTo(new[] { "lock" }));
    }

    [Test]
    public void Whatever_changes_the_package_changes_its_name()
    {
        using var copy = CopyOfInputs();
        var hashes = new List<string> { FunctionInputs.Hash(copy.Path, Runtime), FunctionInputs.Hash(copy.Path, "linux-arm64") };
        foreach (var input in FunctionInputs.Files(copy.Path))
        {
            File.AppendAllText(copy.PathOf(input), " ");
            hashes.Add(FunctionInputs.Hash(copy.Path, Runtime));
        }

        File.Move(copy.PathOf("Functions", "Program.cs"), copy.PathOf("Functions", "Main.cs"));
        hashes.Add(FunctionInputs.Hash(copy.Path, Runtime));

        Assert.That(hashes, Is.Unique.And.All.Match("^[0-9a-f]{16}$"));
    }

    [Test]
    public void What_a_build_leaves_in_the_folder_changes_nothing()
    {
        using var copy = CopyOfInputs();
        copy.Write("Functions/Payments/obj/project.assets.json", "{}");
        copy.Write("Functions/Payments/bin/Generated.cs", "");

        Assert.That(FunctionInputs.Hash(copy.Path, Runtime), Is.EqualTo(FunctionInputs.Hash(Repository.Root, Runtime)));
    }

    [Test]
    public void Every_file_of_the_functions_is_an_input()
    {
        var files = Directory.GetFiles(Repository.PathOf("Functions"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

        Assert.That(files.Except(FunctionInputs.Files(Repository.Root)), Is.Empty);
    }

    /// <summary>Nothing of the checkout but them, and what the properties of the bindings refer to.</summary>
    private static TemporaryFolder CopyOfInputs()
    {
        var folder = new TemporaryFolder();
        folder.CopyFrom(Repository.PathOf("bindings"), "bindings");
        Directory.CreateDirectory(folder.PathOf(".gen", "feed"));
        foreach (var input in FunctionInputs.Files(Repository.Root))
        {
            folder.Write(input, File.ReadAllText(Repository.PathOf(input)));
        }

        return folder;
    }

    private static string FolderOf(string package) => Path.GetFileName(Path.GetDirectoryName(package)!);

    private static IEnumerable<string?> Left(TemporaryFolder folder) =>
        Directory.GetFileSystemEntries(folder.PathOf(".gen", "functions")).Select(Path.GetFileName);
}
