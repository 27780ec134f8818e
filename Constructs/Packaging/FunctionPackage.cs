namespace PaymentDr;

/// <summary>The zip that Lambda runs, published once for each state of its sources.</summary>
public static class FunctionPackage
{
    private const int KeptPerRuntime = 3;

    /// <summary>Publishes the functions of the checkout at <paramref name="root"/> unless that is done; returns the path of the zip.</summary>
    /// <param name="runtime">linux-x64 or linux-arm64.</param>
    /// <param name="report">Told what takes long, before it does.</param>
    /// <exception cref="PublishException">There are no functions, or they do not compile.</exception>
    public static string Ensure(string root, string runtime, Action<string> report)
    {
        if (!File.Exists(Path.Combine(root, "Functions", "Functions.csproj")))
        {
            throw new PublishException($"There is no Functions/Functions.csproj in {root}: run in a checkout, or set PAYMENTDR_SKIP_FUNCTIONS=1.");
        }

        var folder = FolderOf(root);
        var package = Path.Combine(HomeOf(root, runtime), "functions.zip");
        if (File.Exists(package))
        {
            return package;
        }

        Directory.CreateDirectory(folder);
        using var held = PackageLock.Take(Path.Combine(folder, "lock"), report);
        if (!File.Exists(package))
        {
            FunctionPublisher.Publish(root, runtime, report, executable => FunctionZip.Write(package, executable));
            if (HomeOf(root, runtime) != Path.GetDirectoryName(package))
            {
                // What was published is neither the one nor the other state.
                Directory.Delete(Path.GetDirectoryName(package)!, recursive: true);
                throw new PublishException("The functions' sources changed while they were published: run again.");
            }

            RemoveOld(folder, runtime);
        }

        return package;
    }

    private static string FolderOf(string root) => Path.Combine(root, ".gen", "functions");

    /// <summary>The place of what the sources say now.</summary>
    private static string HomeOf(string root, string runtime) => Path.Combine(FolderOf(root), $"{FunctionInputs.Hash(root, runtime)}-{runtime}");

    private static void RemoveOld(string folder, string runtime)
    {
        var newestFirst = new DirectoryInfo(folder).GetDirectories($"*-{runtime}").OrderByDescending(package => package.LastWriteTimeUtc);
        foreach (var old in newestFirst.Skip(KeptPerRuntime))
        {
            old.Delete(recursive: true);
        }
    }
}
