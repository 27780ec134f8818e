using System.Collections;
using PaymentDr;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);
try
{
    Synthesis.Run(Directory.GetCurrentDirectory(), environment, Console.WriteLine);
    return 0;
}
catch (Exception refusal) when (refusal is SettingsException or PublishException)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
