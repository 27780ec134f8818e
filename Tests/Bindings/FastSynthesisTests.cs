using System.Runtime.CompilerServices;
using Amazon.JSII.Runtime.Deputy;
using Jsii.Fast;

namespace PaymentDr.Tests.Bindings;

/// <summary>Fast synthesis against stock synthesis, by the program in Tests/Semantics: faster, and nothing else.</summary>
[TestFixture]
public sealed class FastSynthesisTests
{
    private const string UnusualName = "a folder's näme with \"quotes\", $(dollars) & spaces";

    private static readonly string Semantics = Path.Combine(AppContext.BaseDirectory, "Semantics.dll");

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    // The stock runtime cannot start from a temporary folder with a space in its name.
    [TestCase("", UnusualName)]
    [TestCase("stock-first", "plain")]
    // cdktf itself hands a shell the folder of an asset without quotes.
    [TestCase("asset", "plain")]
    public void Both_write_the_same_bytes_and_make_the_same_callbacks(string argument, string folderName)
    {
        var stock = Run("stock", "plain", [Semantics, argument], ("PAYMENTDR_STOCK_JSII", "1"));
        var fast = Run("fast", folderName, [Semantics, argument]);

        Assert.That(fast.Log, Is.EqualTo(stock.Log));
        Assert.That(fast.Log, Does.Contain("produce produced for network").And.Contain("halves 61 fffd 62").And.Contain("fqn of subnet").And.Contain("by a construct"));
        Assert.That(fast.Files, Is.EqualTo(stock.Files));
        Assert.That(fast.Files.Keys, Is.SupersetOf(new[] { "manifest.json", "stacks/network/cdk.tf.json", "stacks/service/cdk.tf.json" }));
        Assert.That(fast.Files.Keys.Count(file => file.EndsWith("archive.zip", StringComparison.Ordinal)), Is.EqualTo(argument == "asset" ? 1 : 0));
    }

    [Test]
    public void It_runs_from_a_folder_with_an_unusual_name()
    {
        var program = _folder.PathOf(UnusualName);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "jsii"))))
        {
            var copy = Path.Combine(program, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var moved = Run("moved", UnusualName, [Path.Combine(program, "Semantics.dll")]);
        var inPlace = Run("in place", "plain", [Semantics]);

        Assert.That(moved.Log, Is.EqualTo(inPlace.Log));
        Assert.That(moved.Files, Is.EqualTo(inPlace.Files));
    }

    [TestCase("")]
    [TestCase("1")]
    public void A_run_that_fails_leaves_nothing_behind_either(string stock)
    {
        var temporary = Directory.CreateDirectory(_folder.PathOf("tmp")).FullName;

        var result = ExternalTool.Run("dotnet", [Semantics, "fail"], _folder.Path, [("TMPDIR", temporary), ("PAYMENTDR_STOCK_JSII", stock)]);

        Assert.That(result.Error, Does.Contain("as asked for"));
        Assert.That(Directory.GetFileSystemEntries(temporary), Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void A_run_that_is_terminated_leaves_nothing_behind_either()
    {
        var temporary = Directory.CreateDirectory(_folder.PathOf("tmp")).FullName;
        using var process = ExternalTool.Start("dotnet", [Semantics, "wait"], _folder.Path, [("TMPDIR", temporary)]);
        Assert.That(process.StandardOutput.ReadLine(), Is.EqualTo("waiting"));
        Assert.That(Directory.GetFileSystemEntries(temporary), Is.Not.Empty);

        ExternalTool.Run("kill", ["-TERM", $"{process.Id}"], _folder.Path);
        process.WaitForExit();

        // What a terminated .NET leaves of its own is not ours to remove.
        Assert.That(Directory.GetFileSystemEntries(temporary).Where(entry => !entry.Contains("clr-debug-pipe") && !entry.Contains("dotnet-diagnostic")), Is.Empty);
    }

    [Test]
    public void Internals_that_differ_are_one_sentence_with_both_versions()
    {
        Assert.That(
            () => RuntimeInternals.Guarded(() => NoSuchMember(null!)),
            Throws.TypeOf<NotSupportedException>().With.Message.Match(
                @"^Jsii\.Fast is made for Amazon\.JSII\.Runtime 1\.140\.0 and found 1\.140\.0, whose internals differ \(.*NoSuchMember.*\): restore 1\.140\.0\.$"));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(NoSuchMember))]
    private static extern object NoSuchMember(DeputyBase deputy);

    /// <summary>With a working and a temporary folder of their own; nothing may be left in the latter.</summary>
    private (string Log, Dictionary<string, string> Files) Run(
        string name, string folderName, IEnumerable<string> arguments, params (string, string?)[] environment)
    {
        var work = Directory.CreateDirectory(_folder.PathOf(name, "work", folderName)).FullName;
        var temporary = Directory.CreateDirectory(_folder.PathOf(name, "tmp", folderName)).FullName;

        var result = ExternalTool.Run("dotnet", arguments, work, [("TMPDIR", temporary), ("TEMP", temporary), ("TMP", temporary), .. environment]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Directory.GetFileSystemEntries(temporary), Is.Empty);
        var output = Path.Combine(work, "cdktf.out");
        return (result.Output, Directory.GetFiles(output, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(output, file).Replace('\\', '/'), Content));
    }

    /// <summary>An archive holds the times of its files.</summary>
    private static string Content(string file) => file.EndsWith(".zip", StringComparison.Ordinal) ? "" : File.ReadAllText(file);
}
