using System.Runtime.InteropServices;
using PaymentDr.Functions;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

// The only reader of the environment.
var variables = new Variables(Environment.GetEnvironmentVariable);
if (variables.Find("AWS_LAMBDA_RUNTIME_API") is not { } lambda)
{
    Console.Error.WriteLine("AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda, or by what stands in for it (README.md).");
    return 1;
}

var clock = TimeProvider.System;
using var api = new RuntimeApi(lambda);
using var output = Console.OpenStandardOutput();
var log = new StructuredLog(output, clock).With(("function", variables.Find("_HANDLER")), ("build", variables.Find("BUILD")));

Handler handler;
try
{
    handler = Catalog.Build(variables.Get("_HANDLER"), new Platform(variables, clock));
}
catch (Exception exception)
{
    log.Error("The function cannot start.", exception);
    await api.FailInitAsync(exception, CancellationToken.None);
    return 1;
}

using var stop = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Cancel();
});
await new RuntimeLoop(api, handler, clock, log).RunAsync(stop.Token);
return 0;
