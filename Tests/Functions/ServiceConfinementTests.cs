using System.Net;
using System.Xml.Linq;

namespace PaymentDr.Tests.Functions;

/// <summary>The service as a task confines it: nothing to write to, nobody's rights, no home.</summary>
[TestFixture]
public sealed class ServiceConfinementTests
{
    /// <summary>Of the user that base images bring.</summary>
    private const string User = "1654";

    private static readonly string[] Apart = ["unshare", "--mount", "sh", "-c"];

    /// <summary>All of the machine read-only for this process, and the rights of root taken away for good.</summary>
    private const string Confine = $"""
        mount --options remount,bind,ro / && cd / && exec setpriv --reuid={User} --regid={User} --clear-groups \
          --inh-caps=-all --ambient-caps=-all --bounding-set=-all --no-new-privs "$0" "$@"
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void CopyService()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder.PathOf("app"));
        Directory.CreateDirectory(_folder.PathOf("home"));
        Directory.CreateDirectory(_folder.PathOf("tmp"));
        foreach (var file in Directory.GetFiles(ServiceProcess.Folder))
        {
            File.Copy(file, _folder.PathOf("app", Path.GetFileName(file)));
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    [TearDown]
    public void RemoveCopy() => _folder.Dispose();

    [Test]
    public async Task Left_alone_it_writes_nothing_by_itself()
    {
        var before = Everything();
        await using var service = await ServiceProcess.StartAsync(Service, await VariablesAsync());

        using var health = await service.Client.GetAsync("/health");
        var whileItRuns = Everything();
        service.Terminate();
        await service.EndAsync();

        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(whileItRuns, Is.EqualTo(before));
        Assert.That(Everything(), Is.EqualTo(before));
    }

    [Test]
    public async Task It_starts_serves_and_stops_where_it_may_do_nothing_else()
    {
        await using var service = await ServiceProcess.StartAsync(Confined(Service), await VariablesAsync());

        using var health = await service.Client.GetAsync("/health");
        service.Terminate();
        var (exitCode, log) = await service.EndAsync();

        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK), log);
        Assert.That(exitCode, Is.Zero);
        Assert.That(log, Does.Not.Contain("\"Error\""));
    }

    private string[] Service => ["dotnet", _folder.PathOf("app", "PaymentDr.Service.dll")];

    /// <summary>Where this machine lets us take a file system away; elsewhere the program as it is.</summary>
    private static string[] Confined(string[] command)
    {
        if (ExternalTool.IsOnPath("unshare") && ExternalTool.IsOnPath("setpriv") && Run("true") == 0)
        {
            Assert.That(Run("touch", Path.GetTempPath()), Is.Not.Zero, "nothing can be written");
            return [.. Apart, Confine, .. command];
        }

        TestContext.Out.WriteLine("This machine takes no file system away from a process: it ran with all its rights.");
        return command;

        static int Run(params string[] what) => ExternalTool.Run(Apart[0], [.. Apart[1..], Confine, .. what], "/").ExitCode;
    }

    private async Task<Dictionary<string, string?>> VariablesAsync()
    {
        var variables = (await TwoRegions.VariablesOfAServiceAsync()).Concat(VariablesOfTheImage()).ToDictionary(variable => variable.Key, variable => (string?)variable.Value);
        variables["DRAIN_SECONDS"] = "1";
        variables["HOME"] = _folder.PathOf("home");
        variables["TMPDIR"] = _folder.PathOf("tmp");
        return variables;
    }

    private static IEnumerable<KeyValuePair<string, string>> VariablesOfTheImage() =>
        XDocument.Load(Repository.PathOf("Service", "Service.csproj")).Descendants("ContainerEnvironmentVariable")
            .Select(variable => KeyValuePair.Create(variable.Attribute("Include")!.Value, variable.Attribute("Value")!.Value));

    private (string Name, DateTime Written)[] Everything() =>
    [
        .. Directory.GetFileSystemEntries(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Order(StringComparer.Ordinal).Select(file => (file, File.GetLastWriteTimeUtc(file))),
    ];
}
