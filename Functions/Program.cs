using PaymentDr.Runtime;

using var api = new RuntimeApi(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")
    ?? throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this program runs in Lambda."));
await api.FailInitAsync(new InvalidOperationException("No function yet."), CancellationToken.None);
return 1;
