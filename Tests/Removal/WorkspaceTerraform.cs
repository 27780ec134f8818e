using PaymentDr.Commands;
using PaymentDr.Tests.Terraform;

namespace PaymentDr.Tests.Removal;

/// <summary>The real Terraform where a test has applied, without a terminal: what it asks is answered by nobody, which it takes for a no.</summary>
internal sealed class WorkspaceTerraform(TerraformWorkspace workspace) : ITerraform
{
    /// <summary>The commands, as they were run.</summary>
    public List<string> Runs { get; } = [];

    public Task<bool> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Runs.Add(string.Join(' ', arguments));
        var result = workspace.Run(arguments[0], arguments.Skip(1));
        return Task.FromResult(result.ExitCode == 0);
    }

    public Task<string?> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var result = workspace.Run(arguments[0], arguments.Skip(1));
        return Task.FromResult(result.ExitCode == 0 ? result.Output : null);
    }
}
