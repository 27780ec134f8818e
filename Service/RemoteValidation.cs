using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Service;

/// <summary>
/// Has the function validate look at a request: this region's, or the peer's where that one fails. It stands beside the way of a payment,
/// which is validated in this process.
/// </summary>
public sealed class RemoteValidation(IReadOnlyList<LambdaFunction> functions)
{
    public static RemoteValidation On(Platform platform) => new(
    [
        new LambdaFunction(platform.Region, platform.Variables.Get("VALIDATE_FUNCTION")),
        new LambdaFunction(platform.PeerRegion, platform.Variables.Get("PEER_VALIDATE_FUNCTION")),
    ]);

    /// <summary>Only for merchants: whoever is not one is refused here.</summary>
    public static bool IsAskedBy(DoorRequest request) => request is { Method: "POST", Path: "/validations", Merchant: not null };

    public async Task<Answer> AskAsync(DoorRequest request, StructuredLog log, CancellationToken cancellation)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(ProxyRequest.Of(request), ProxyJson.Default.ProxyRequest);
        foreach (var function in functions)
        {
            try
            {
                var answer = JsonSerializer.Deserialize(await function.InvokeAsync(payload, cancellation), ProxyJson.Default.ProxyResponse);
                log.Info("Validated.", ("validatedIn", function.Region));
                return answer!.ToAnswer();
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                log.Error("The function validate did not answer.", exception, ("validatedIn", function.Region));
            }
        }

        return Answer.Unavailable;
    }
}
