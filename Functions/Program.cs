using System.Runtime.InteropServices;
using PaymentDr.Functions;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

// The only reader of the environment.
var variables = new Variables(Environment.GetEnvironmentVariable);
var clock = TimeProvider.System;
using var api = variables.Find("AWS_LAMBDA_RUNTIME_API") is { } host ? new RuntimeApi(host) : null;
using var output = Console.OpenStandardOutput();
using var log = api is null ? Console.OpenStandardError() : output;
var logger = new StructuredLog(log, clock, variables.MetricNamespace).With(("function", variables.Find("_HANDLER")), ("build", variables.Find("BUILD")));

Handler handler;
try
{
    handler = Catalog.Build(variables.Get("_HANDLER"), new Platform(variables, clock));
}
catch (Exception exception)
{
    logger.Error("The function cannot start.", exception);
    api?.FailInit(exception);
    return 1;
}

if (api is null)
{
    return await SingleInvocation.RunAsync(handler, Console.OpenStandardInput(), output, clock, logger) ? 0 : 1;
}

using var stop = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Cancel();
});
new RuntimeLoop(api, handler, clock, logger).Run(stop.Token);
return 0;
