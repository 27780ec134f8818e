using System.IO.Compression;
using PaymentDr.Tests.Runtime;

namespace PaymentDr.Tests.Functions;

/// <summary>The published program, run as Lambda runs it: out of its zip, with an environment and a runtime API.</summary>
internal sealed class Bootstrap : RunningProgram
{
    private Bootstrap(string folder, FakeRuntimeApi lambda, string function, Dictionary<string, string> environment)
        : base(
            Path.Combine(folder, "bootstrap"),
            [],
            folder,
            [("AWS_LAMBDA_RUNTIME_API", lambda.Host), ("_HANDLER", function), .. environment.Select(variable => (variable.Key, (string?)variable.Value))]) =>
        Lambda = lambda;

    public FakeRuntimeApi Lambda { get; }

    public static Bootstrap Start(TemporaryFolder folder, string function, Dictionary<string, string> environment)
    {
        if (!File.Exists(folder.PathOf("bootstrap")))
        {
            ZipFile.ExtractToDirectory(FunctionPackage.Ensure(Repository.Root, "linux-x64", TestContext.Progress.WriteLine), folder.Path);
        }

        return new Bootstrap(folder.Path, new FakeRuntimeApi(), function, environment);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Lambda.DisposeAsync();
    }
}
