using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Authorize;

/// <summary>Says to API Gateway which merchant a request comes from. Whoever cannot be told apart is denied.</summary>
public sealed class AuthorizeFunction(ApiKeys keys)
{
    public static AuthorizeFunction On(Platform platform) => new(platform.Keys);

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = Payload.Read(payload, AuthorizeJson.Default.AuthorizerRequest);
        var key = ApiKeys.FromHeader(RequestHeaders.Find(request.Headers, "Authorization"));
        var merchant = await keys.MerchantOfAsync(key, cancellation);
        if (merchant is null)
        {
            context.Logger.Info("Denied.", ("hasKey", key is not null));
        }

        return JsonSerializer.SerializeToUtf8Bytes(AuthorizerAnswer.For(merchant, request.MethodArn), AuthorizeJson.Default.AuthorizerAnswer);
    }
}
