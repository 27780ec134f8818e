namespace PaymentDr;

/// <summary>From settings to a synthesized stack: what <c>dotnet run</c> and <c>cdktf synth</c> do.</summary>
public static class Synthesis
{
    /// <summary>Synthesizes the environment that the files in <paramref name="folder"/> and the variables describe; returns a line that says what and where.</summary>
    public static string Run(string folder, IReadOnlyDictionary<string, string?> environment)
    {
        // The settings first: when they are refused, nothing is written.
        var settings = SettingsLoader.Load(folder, environment);

        var app = new App();
        var stack = new PaymentDrStack(app, settings);
        app.Synth();

        var file = Path.GetRelativePath(folder, Path.Combine(app.Outdir, "stacks", stack.Node.Id, "cdk.tf.json"));
        return $"{stack.Node.Id}: {settings.Primary.Code} and {settings.Secondary.Code}, synthesized into {file}";
    }
}
