using System.Text.Json.Nodes;
using PaymentDr.Commands;
using PaymentDr.Tests.Emulator;
using PaymentDr.Tests.Terraform;

namespace PaymentDr.Tests.Removal;

/// <summary>How a teardown ended.</summary>
/// <param name="Problem">Null when it removed everything.</param>
internal sealed record Removal(string Output, string? Problem);

/// <summary>An environment with the books alone, applied by the real Terraform.</summary>
internal sealed class RemovableBooks : IDisposable
{
    private readonly AwsEmulator _emulator;
    private readonly PaymentDrSettings _settings;
    private readonly TerraformWorkspace _workspace;
    private readonly WorkspaceTerraform _terraform;

    public RemovableBooks(AwsEmulator emulator, string suffix)
    {
        (string, string)[] variables = [("ENVIRONMENT_SUFFIX", suffix), ("PAYMENTDR__Network__Nat", "PerRegion"), ("PAYMENTDR__Books__Instances", "1")];
        _emulator = emulator;
        _settings = TestSettings.With(variables);
        _workspace = new TerraformWorkspace(BooksStack.Of(_settings), EmulatorSetup.EmulatedProvider(), emulator.Environment);
        _terraform = new WorkspaceTerraform(_workspace);
        Environment = new(variables.Append(("AWS_ENDPOINT_URL", emulator.Endpoint)).Select(variable => KeyValuePair.Create(variable.Item1, (string?)variable.Item2)));
    }

    /// <summary>That of the commands. Terraform has one of its own.</summary>
    public Dictionary<string, string?> Environment { get; }

    public string Home => Cluster("us-east-1", "primary");

    public string Away => Cluster("us-west-2", "secondary");

    /// <summary>What Terraform was told to do.</summary>
    public IReadOnlyList<string> Runs => _terraform.Runs;

    private string Suffix => _settings.Naming.Suffix;

    private string Database => $"database-books-{Suffix}";

    /// <summary>With a merchant who has a key.</summary>
    public async Task ApplyAsync()
    {
        _workspace.Init();
        _workspace.Apply();
        await CommandLine.RunAsync(["keys", "add", "acme"], Repository.Root, Environment, TextWriter.Null);
    }

    public void FailOver() =>
        _ = Aws("us-west-2", $"rds failover-global-cluster --global-cluster-identifier {Database} --target-db-cluster-identifier {Away} --allow-data-loss");

    public void LoseHome() =>
        _ = Aws("us-east-1", $"rds add-tags-to-resource --resource-name {Home} --tags Key=emulator:status,Value=inaccessible-encryption-credentials");

    public ToolResult DestroyByTerraformAlone() => _workspace.TryDestroy();

    /// <param name="answer">Null where it is approved beforehand. To Terraform nobody says yes.</param>
    public async Task<Removal> TearDownAsync(string? answer = null)
    {
        var output = new StringWriter();
        var teardown = new Teardown(new TeardownInputs
        {
            Settings = _settings,
            Environment = Environment,
            Synthesize = () => _terraform,
            IsApproved = answer is null,
            ReadAnswer = () => answer,
            Output = output,
            Pause = TimeSpan.FromMilliseconds(10),
        });
        try
        {
            await teardown.RunAsync(default);
            return new(output.ToString(), null);
        }
        catch (CommandException refusal)
        {
            return new(output.ToString(), refusal.Message);
        }
    }

    /// <summary>The one that writes, and then who follows.</summary>
    public string[] Members() =>
    [
        .. Aws("us-east-1", $"rds describe-global-clusters --global-cluster-identifier {Database} --query GlobalClusters[0].GlobalClusterMembers[?IsWriter].DBClusterArn"),
        .. Aws("us-east-1", $"rds describe-global-clusters --global-cluster-identifier {Database} --query GlobalClusters[0].GlobalClusterMembers[?!IsWriter].DBClusterArn"),
    ];

    /// <summary>Of the environment, in Terraform's state and in both regions.</summary>
    public string[] FindWhatIsLeft() =>
    [
        .. _workspace.Succeed("state", ["list"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        .. from region in new[] { "us-east-1", "us-west-2" }
           from question in new[]
           {
               $"rds describe-global-clusters --query GlobalClusters[?GlobalClusterIdentifier=='{Database}'].GlobalClusterIdentifier",
               $"rds describe-db-clusters --query DBClusters[?ends_with(DBClusterIdentifier,'-{Suffix}')].DBClusterIdentifier",
               $"rds describe-db-instances --query DBInstances[?ends_with(DBInstanceIdentifier,'-{Suffix}')].DBInstanceIdentifier",
               $"ec2 describe-vpcs --filters Name=tag:Environment,Values={Suffix} --query Vpcs[].VpcId",
               $"ssm describe-parameters --query Parameters[?contains(Name,'/{Suffix}/')].Name",
           }
           from found in Aws(region, question)
           select $"{region}: {found}",
    ];

    public void Dispose() => _workspace.Dispose();

    private string[] Aws(string region, string command)
    {
        var result = _emulator.Aws(region, command);
        return result.ExitCode == 0
            ? [.. (JsonNode.Parse(result.Output is "" ? "[]" : result.Output) as JsonArray ?? []).Select(item => item!.ToString())]
            : throw new InvalidOperationException($"aws {command}: {result}");
    }

    private string Cluster(string region, string role) => $"arn:aws:rds:{region}:123456789012:cluster:cluster-books-{role}-{Suffix}";
}
