namespace PaymentDr.Commands;

/// <summary>What the program's arguments mean. Without any it synthesizes, which is not this class's.</summary>
public static class CommandLine
{
    /// <exception cref="UsageException">The arguments mean nothing.</exception>
    /// <exception cref="CommandException">What they ask for was not done, or not everywhere.</exception>
    public static Task RunAsync(
        IReadOnlyList<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string?> environment,
        TextWriter output,
        CancellationToken cancellation = default) => arguments switch
        {
            ["keys", ..] => KeysCommand.RunAsync([.. arguments.Skip(1)], folder, environment, output, cancellation),
            ["image", ..] => ImageCommand.RunAsync([.. arguments.Skip(1)], folder, environment, output, cancellation),
            ["teardown", ..] => TeardownCommand.RunAsync([.. arguments.Skip(1)], folder, environment, output, cancellation),
            ["objectives", ..] => ObjectivesCommand.RunAsync([.. arguments.Skip(1)], folder, environment, output),
            _ => throw new UsageException($"'{arguments[0]}' is not a command."),
        };
}
