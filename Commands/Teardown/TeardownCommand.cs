using System.Text;

namespace PaymentDr.Commands;

/// <summary>Removes the environment that the settings describe.</summary>
internal static class TeardownCommand
{
    public static Task RunAsync(
        IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, TextWriter output, CancellationToken cancellation)
    {
        var isApproved = arguments switch
        {
            [] => false,
            ["--auto-approve"] => true,
            _ => throw new UsageException("'teardown' takes --auto-approve, or nothing."),
        };
        var settings = SettingsLoader.Load(folder, environment);
        if (settings.Protection is Protection.Guarded)
        {
            throw new CommandException(
                "Nothing was changed: Protection = Guarded, and what holds data refuses to be removed. Keep what is worth keeping (docs/data.md), "
                + $"set Protection to Ephemeral in appsettings.{settings.Naming.Suffix}.json, deploy, and run the command again.");
        }

        var terraform = Terraform.Find(environment);
        return new Teardown(new TeardownInputs
        {
            Settings = settings,
            Environment = environment,
            Synthesize = () => terraform(Path.GetFullPath(Synthesis.Run(folder, environment, output.WriteLine), folder)),
            IsApproved = isApproved,
            ReadAnswer = ReadLine,
            Output = output,
        }).RunAsync(cancellation);
    }

    /// <summary>Not a byte more than the line: what follows is Terraform's to read.</summary>
    private static string? ReadLine()
    {
        using var input = Console.OpenStandardInput();
        var line = new StringBuilder();
        for (var next = input.ReadByte(); next != '\n'; next = input.ReadByte())
        {
            if (next < 0)
            {
                return null;
            }

            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}
