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

        var folder = Path.Combine(root, ".gen", "functions");
        var package = Path.Combine(folder, $"{FunctionInputs.Hash(root, runtime)}-{runtime}", "functions.zip");
        if (File.Exists(package))
        {
            return package;
        }

        Directory.CreateDirectory(folder);
        using var held = PackageLock.Take(Path.Combine(folder, "lock"), report);
        if (!File.Exists(package))
        {
            FunctionPublisher.Publish(root, runtime, report, executable => FunctionZip.Write(package, executable));
            RemoveOld(folder, runtime);
        }

        return package;
    }

    private static void RemoveOld(string folder, string runtime)
    {
        var newestFirst = new DirectoryInfo(folder).GetDirectories($"*-{runtime}").OrderByDescending(package => package.LastWriteTimeUtc);
        foreach (var old in newestFirst.Skip(KeptPerRuntime))
        {
            old.Delete(recursive: true);
        }
    }
}
