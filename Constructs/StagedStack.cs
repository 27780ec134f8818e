using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>A stack that was synthesized where nobody deploys from: it is judged there, and then brought to its place or forgotten.</summary>
public sealed class StagedStack : IDisposable
{
    private const string FileName = "cdk.tf.json";

    private readonly string _folder;
    private readonly string _stack;

    public StagedStack(PaymentDrSettings settings)
    {
        _folder = Directory.CreateTempSubdirectory("payment-dr-").FullName;
        _stack = settings.Naming.Stack;
        try
        {
            var app = new App(new AppConfig { Outdir = _folder });
            _ = new PaymentDrStack(app, settings);
            app.Synth();
            File = new(JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(FolderIn(_folder), FileName)))!.AsObject());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DeployedFile File { get; }

    /// <returns>The folder in which Terraform runs.</returns>
    public string PlaceIn(string folder)
    {
        foreach (var staged in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var placed = Path.Combine(folder, Path.GetRelativePath(_folder, staged));
            Directory.CreateDirectory(Path.GetDirectoryName(placed)!);
            System.IO.File.Move(staged, placed, overwrite: true);
        }

        return FolderIn(folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FolderIn(string folder) => Path.Combine(folder, "stacks", _stack);
}
