namespace PaymentDr;

/// <summary>From settings to a synthesized stack, with the functions that it deploys: what <c>dotnet run</c> and <c>cdktf synth</c> do.</summary>
public static class Synthesis
{
    /// <summary>For those who only look at the file: Terraform refuses to plan it.</summary>
    private const string SkipVariable = "PAYMENTDR_SKIP_FUNCTIONS";

    /// <summary>By which the cdktf command line says where it looks for what was synthesized.</summary>
    private const string OutputVariable = "CDKTF_OUTDIR";

    /// <summary>Synthesizes the environment that the files in <paramref name="folder"/> and the variables describe, and says what and where.</summary>
    /// <returns>The folder in which Terraform runs.</returns>
    /// <exception cref="SettingsException">Something is missing, unknown or not allowed.</exception>
    /// <exception cref="ObjectivesException">What would be deployed could exceed its objectives.</exception>
    /// <exception cref="PublishException">The functions cannot be published.</exception>
    public static string Run(string folder, IReadOnlyDictionary<string, string?> environment, Action<string> report)
    {
        // First what may be refused: then nothing is written.
        var settings = SettingsLoader.Load(folder, environment);
        using var stack = new StagedStack(settings);
        ObjectivesReport.Of(stack.File, settings)?.ThrowIfMissed();
        var package = environment.GetValueOrDefault(SkipVariable) == "1" ? null : FunctionPackage.Ensure(folder, settings.Functions.Architecture.Runtime(), report);

        var home = stack.PlaceIn(Path.Combine(folder, environment.GetValueOrDefault(OutputVariable) ?? "cdktf.out"));
        report($"{settings.Naming.Stack}: {settings.Primary.Code} and {settings.Secondary.Code}, synthesized into {Path.GetRelativePath(folder, Path.Combine(home, "cdk.tf.json"))}");

        // Beside the file, so that a remote run takes it along. One of an earlier run would be deployed as if it were this one's.
        var placed = Path.Combine(home, FunctionCode.FileName);
        if (package is null)
        {
            File.Delete(placed);
            return home;
        }

        File.Copy(package, placed, overwrite: true);
        report($"functions: {new FileInfo(placed).Length / 1e6:0.0} MB, in {Path.GetRelativePath(folder, placed)}");
        return home;
    }
}
