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
        return 0;
    }

    Console.WriteLine(Synthesis.Run(folder, environment));
    if (environment.GetValueOrDefault("PAYMENTDR_SKIP_FUNCTIONS") != "1")
    {
        var package = new FileInfo(FunctionPackage.Ensure(folder, "linux-x64", Console.WriteLine));
        Console.WriteLine($"functions: {package.Length / 1e6:0.0} MB, packaged in {Path.GetRelativePath(folder, package.FullName)}");
    }

    return 0;
}
catch (UsageException misuse)
{
    Console.Error.WriteLine(misuse.Message);
    return 2;
}
catch (Exception refusal) when (refusal is SettingsException or PublishException or CommandException)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
