using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Validate;

/// <summary>The door behind API Gateway.</summary>
public sealed class ValidateFunction(Door door, Health health)
{
    public static ValidateFunction On(Platform platform) => new(platform.Door, platform.Health);

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = Payload.Read(payload, ProxyJson.Default.ProxyRequest);
        var answer = Health.IsAskedBy(request.HttpMethod, request.Path)
            ? await health.CheckAsync(cancellation)
            : DoorReport.Tell(await door.ReplyAsync(request.ToDoorRequest(), cancellation), context.Logger);

        return JsonSerializer.SerializeToUtf8Bytes(ProxyResponse.Of(answer), ProxyJson.Default.ProxyResponse);
    }
}
