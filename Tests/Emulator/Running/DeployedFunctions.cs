using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentDr.Functions;
using PaymentDr.Hosting;
using PaymentDr.Runtime;
using PaymentDr.Tests.Functions;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// Runs what is deployed: the emulator hands over a function's handler and variables as Terraform made them, with the event. What Lambda adds
/// is added here, and where AWS is.
/// </summary>
internal sealed class DeployedFunctions : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Handler> _handlers = new();
    private readonly ConcurrentQueue<DeployedInvocation> _invocations = new();
    private readonly CallRecorder _aws;
    private readonly DeployedNames _names;
    private readonly LoopbackHttp _http;

    /// <param name="aws">Where AWS is for functions.</param>
    /// <param name="names">Where doors are.</param>
    public DeployedFunctions(CallRecorder aws, DeployedNames names) => (_aws, _names, _http) = (aws, names, new LoopbackHttp(AnswerAsync));

    public string Endpoint => _http.Endpoint;

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyCollection<DeployedInvocation> Invocations => _invocations;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        var call = (await JsonNode.ParseAsync(context.Request.InputStream, cancellationToken: stop))!;
        var seconds = call["timeout"]!.GetValue<int>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        using var log = new MemoryStream();
        var (arn, handler) = (call["arn"]!.GetValue<string>(), call["handler"]!.GetValue<string>());
        try
        {
            var answer = await BuildHandler(arn, handler, call["role"]!.GetValue<string>(), call["variables"]!.AsObject())(Bytes(call["payload"]), Context(arn, seconds, call, log), limit.Token);
            Keep(null);
            await LoopbackHttp.SendAsync(context.Response, 200, answer);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            Keep(exception);
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
            var report = new JsonObject { ["errorType"] = exception.GetType().Name, ["errorMessage"] = exception.Message };
            await LoopbackHttp.SendAsync(context.Response, 200, Bytes(report));
        }

        void Keep(Exception? error) => _invocations.Enqueue(new(arn, handler, call["payload"], Encoding.UTF8.GetString(log.ToArray()), error));
    }

    /// <summary>As warm as a function is between two events.</summary>
    private Handler BuildHandler(string arn, string handler, string role, JsonObject variables) => _handlers.GetOrAdd($"{arn} {role} {variables.ToJsonString()}", _ =>
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_REGION"] = arn.Split(':')[3],
            ["AWS_ENDPOINT_URL"] = _aws.EndpointFor(role),
        };
        foreach (var (name, value) in variables)
        {
            environment.Add(name, _names.Resolve(value!.GetValue<string>()));
        }

        // A drill waits for minutes to pass. Nothing here takes as long.
        return Catalog.Build(handler, new Platform(new Variables(environment.GetValueOrDefault), handler == "drill" ? new LeapingClock() : TimeProvider.System));
    });

    private static LambdaContext Context(string arn, int seconds, JsonNode call, Stream log)
    {
        var invocation = new Invocation
        {
            RequestId = Guid.NewGuid().ToString(),
            FunctionArn = arn,
            Deadline = DateTimeOffset.UtcNow.AddSeconds(seconds),
            Event = Bytes(call["payload"]),
        };
        return new(invocation, TimeProvider.System, new StructuredLog(log, TimeProvider.System));
    }

    private static byte[] Bytes(JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node);
}
