using Amazon.Runtime;
using PaymentDr.Aws;

namespace PaymentDr.Tests.Functions;

/// <summary>How long a service is waited for: as long as the caller said, whatever the SDK's own limits are.</summary>
[TestFixture]
public sealed class AwsClientTests
{
    /// <summary>Longer than any limit that is not the caller's.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(12);

    [Test]
    public async Task A_slow_answer_is_waited_for_when_the_caller_said_so()
    {
        var answer = await AskAsync(timeout: Slow * 3);

        Assert.That(answer, Is.EqualTo("{}"u8.ToArray()));
    }

    [Test]
    public void A_slow_answer_is_given_up_when_the_time_is_over() =>
        Assert.That(() => AskAsync(timeout: TimeSpan.FromMilliseconds(300)), Throws.InstanceOf<OperationCanceledException>().Or.InstanceOf<AmazonClientException>());

    private static async Task<byte[]> AskAsync(TimeSpan timeout)
    {
        await using var service = new LoopbackHttp(async (context, cancellation) =>
        {
            await Task.Delay(Slow, cancellation);
            await LoopbackHttp.SendAsync(context.Response, 200, "{}"u8.ToArray());
        });
        var client = new AwsRegion(TwoRegions.Primary, new Endpoints(_ => service.Endpoint)).Service("anything", timeout: timeout, retries: 0);
        return await client.CallAsync(AwsRequest.Rest("/", "{}"u8.ToArray()), default);
    }
}
