using System.Diagnostics;

namespace PaymentDr;

/// <summary>Runs <c>dotnet publish</c> in a build folder of its own, which a build that goes on meanwhile does not touch.</summary>
internal static class FunctionPublisher
{
    /// <summary>What MSBuild and the test host set for their own processes: an SDK that inherits them looks in the wrong places.</summary>
    private static readonly string[] Leaking =
    [
        "_MSBUILDTLENABLED",
        "DOTNET_ADDITIONAL_DEPS",
        "DOTNET_STARTUP_HOOKS",
        "MSBUILD_EXE_PATH",
        "MSBuildExtensionsPath",
        "MSBUILDFAILONDRIVEENUMERATINGWILDCARD",
        "MSBuildLoadMicrosoftTargetsReadOnly",
        "MSBuildSDKsPath",
    ];

    /// <param name="use">Given the executable, which is gone afterwards.</param>
    public static void Publish(string root, string runtime, Action<string> report, Action<string> use)
    {
        var build = Path.Combine(root, ".gen", "functions", "build");
        report("Publishing the functions (about a minute, once per change of Functions/) ...");
        try
        {
            // What a process that was killed has left could end up in the package.
            Remove(build);
            Run(root, runtime, build);
            use(Path.Combine(build, "publish", "Functions", $"release_{runtime}", "bootstrap"));
        }
        finally
        {
            Remove(build);
        }
    }

    private static void Run(string root, string runtime, string build)
    {
        // No build server outlives this: it would keep the output open, and a test run or a container waiting.
        string[] arguments =
        [
            "publish", Path.Combine("Functions", "Functions.csproj"), "--configuration", "Release", "--runtime", runtime,
            $"-p:ArtifactsPath={build}", "--disable-build-servers", "--nologo", "--verbosity", "quiet",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Leaking)
        {
            start.Environment.Remove(name);
        }

        if (start.Environment.TryGetValue("DOTNET_HOST_PATH", out var host) && !string.IsNullOrEmpty(host))
        {
            start.FileName = host;
        }

        using var publish = Process.Start(start)!;
        var error = publish.StandardError.ReadToEndAsync();
        var output = publish.StandardOutput.ReadToEnd() + error.Result;
        publish.WaitForExit();
        if (publish.ExitCode != 0)
        {
            throw new PublishException($"The functions were not published:\n{output.TrimEnd()}");
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
