namespace PaymentDr.Commands;

/// <summary>Terraform, in the folder of a synthesized stack.</summary>
public interface ITerraform
{
    /// <summary>With the terminal of whoever runs this: Terraform asks, and is answered.</summary>
    /// <returns>Whether it succeeded.</returns>
    /// <exception cref="CommandException">It was interrupted.</exception>
    Task<bool> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation);

    /// <returns>What it printed; null where it failed.</returns>
    Task<string?> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellation);
}
