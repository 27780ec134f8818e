using System.Text;
using System.Text.Json.Nodes;

namespace PaymentDr.Aws;

/// <summary>A service of AWS's JSON protocols.</summary>
/// <param name="prefix">Of its operations' names.</param>
public sealed class JsonService(AwsClient client, string prefix, string version)
{
    public async Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellation)
    {
        var answer = await client.CallAsync(AwsRequest.Json($"{prefix}.{operation}", Encoding.UTF8.GetBytes(input.ToJsonString()), version), cancellation);

        return answer.Length == 0 ? [] : AnswerBody.ToJson(answer, operation);
    }
}
