using System.Collections;
using PaymentDr;
using PaymentDr.Commands;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);
var folder = Directory.GetCurrentDirectory();
try
{
    if (args.Length > 0)
    {
        await CommandLine.RunAsync(args, folder, environment, Console.Out);
    }
    else
    {
        Synthesis.Run(folder, environment, Console.WriteLine);
    }

    return 0;
}
catch (UsageException misuse)
{
    Console.Error.WriteLine(misuse.Message);
    return 2;
}
catch (Exception refusal) when (refusal is SettingsException or ObjectivesException or PublishException or CommandException)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
