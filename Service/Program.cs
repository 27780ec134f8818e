using PaymentDr.Hosting;
using PaymentDr.Runtime;
using PaymentDr.Service;

// The only reader of the environment.
var variables = new Variables(Environment.GetEnvironmentVariable);
var clock = TimeProvider.System;
using var output = Console.OpenStandardOutput();
var log = new StructuredLog(output, clock, variables.MetricNamespace).With(("function", "service"), ("build", variables.Find("BUILD")));
try
{
    await ServiceHost.Build(new Platform(variables, clock), log).RunAsync();
    return 0;
}
catch (Exception exception)
{
    log.Error("The service cannot start.", exception);
    return 1;
}
