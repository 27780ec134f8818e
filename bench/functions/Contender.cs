using System.Diagnostics;
using PaymentDr.Tests.Runtime;

/// <summary>A program that serves the function validate.</summary>
internal sealed record Contender(string Name, string Program, params string[] Arguments)
{
    /// <summary>Nobody listens there.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    /// <param name="first">What becomes of the event that waits when the process starts.</param>
    public RunningFunction Start(out Task<Reply> first)
    {
        var lambda = new FakeRuntimeApi();
        first = lambda.InvokeAsync(Events.Valid(0));
        return Start(lambda);
    }

    public RunningFunction Start() => Start(new FakeRuntimeApi());

    private RunningFunction Start(FakeRuntimeApi lambda)
    {
        var start = new ProcessStartInfo(Program, Arguments) { RedirectStandardOutput = true };

        // Nothing of the caller's, as in Lambda.
        start.Environment.Clear();
        foreach (var (name, value) in Variables(lambda))
        {
            start.Environment[name] = value;
        }

        return new RunningFunction(Process.Start(start)!, lambda);
    }

    private static (string Name, string Value)[] Variables(FakeRuntimeApi lambda) =>
    [
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_ENDPOINT_URL", Nowhere),
        ("AWS_LAMBDA_RUNTIME_API", lambda.Host),
        ("AWS_REGION", "us-east-1"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("BUILD", "bench"),
        ("LANG", "en_US.UTF-8"),
        ("LEDGER_TABLE", "ledger"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("PEER_REGION", "us-west-2"),
        ("SITE", "Primary"),
        ("_HANDLER", "validate"),
    ];
}
