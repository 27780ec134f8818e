using System.Collections;
using PaymentDr;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);
try
{
    Console.WriteLine(Synthesis.Run(Directory.GetCurrentDirectory(), environment));
    return 0;
}
catch (SettingsException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
