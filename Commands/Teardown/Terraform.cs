using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PaymentDr.Commands;

/// <summary>The program terraform, as PATH names it.</summary>
internal sealed class Terraform : ITerraform
{
    private readonly string _program;
    private readonly string _folder;

    private Terraform(string program, string folder) => (_program, _folder) = (program, folder);

    /// <summary>Looked for at once, used when the folder is there.</summary>
    /// <exception cref="CommandException">It is not on PATH.</exception>
    public static Func<string, ITerraform> Find(IReadOnlyDictionary<string, string?> environment)
    {
        var name = OperatingSystem.IsWindows() ? "terraform.exe" : "terraform";
        var program = (environment.GetValueOrDefault("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists)
            ?? throw new CommandException("Nothing was changed: terraform, which destroys, is not on PATH. Install 1.11 or newer, and run the command again.");
        return folder => new Terraform(program, folder);
    }

    public async Task<bool> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        // The terminal interrupts Terraform as well, which then ends in order; this program has to wait for it.
        var isInterrupted = false;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => isInterrupted = signal.Cancel = true);
        using var process = Start(arguments, isRead: false);
        await process.WaitForExitAsync(cancellation);

        return !isInterrupted
            ? process.ExitCode == 0
            : throw new CommandException("Terraform was interrupted, and the environment is there as far as Terraform has not said otherwise. Run the command again: it goes on from there.");
    }

    public async Task<string?> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(arguments, isRead: true);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);

        return process.ExitCode == 0 ? output : null;
    }

    private Process Start(IReadOnlyList<string> arguments, bool isRead) =>
        Process.Start(new ProcessStartInfo(_program, [$"-chdir={_folder}", .. arguments]) { RedirectStandardOutput = isRead })!;
}
