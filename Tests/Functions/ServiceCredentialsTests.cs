using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PaymentDr.Tests.Functions;

/// <summary>A task has no keys of its own: where it runs, an address hands out those of its role.</summary>
[TestFixture]
public sealed class ServiceCredentialsTests
{
    private readonly ConcurrentQueue<(string? Authorization, string? Token)> _calls = [];

    private int _handedOut;

    [Test]
    public async Task Every_call_is_signed_by_what_the_task_is_handed_and_by_the_newest_of_it()
    {
        await using var credentials = new LoopbackHttp((context, _) => LoopbackHttp.SendAsync(context.Response, 200, HandOut()));
        await using var services = new LoopbackHttp(RecordAsync);
        var variables = await TwoRegions.VariablesOfAServiceAsync();
        await using var service = await ServiceProcess.StartAsync(
            ["dotnet", Path.Combine(ServiceProcess.Folder, "PaymentDr.Service.dll")],
            new Dictionary<string, string?>(variables.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)))
            {
                ["AWS_ENDPOINT_URL"] = services.Endpoint,
                ["AWS_ACCESS_KEY_ID"] = null,
                ["AWS_SECRET_ACCESS_KEY"] = null,
                ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{credentials.Endpoint}/v2/credentials/task",
            });

        using var health = await service.Client.GetAsync("/health");
        using var payment = new HttpRequestMessage(HttpMethod.Get, "/payments/AAAAAAAAAAAAAAAAAAAAAA");
        payment.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "acme.s3cr3t-s3cr3t-s3cr3t");
        using var answer = await service.Client.SendAsync(payment);

        Assert.That(_calls.Select(call => ServiceOf(call.Authorization)).Distinct(), Is.EquivalentTo(new[] { "dynamodb", "ssm" }));
        Assert.That(_calls.Select(call => (KeyOf(call.Authorization), call.Token)), Is.All.Matches<(string, string)>(
            call => call.Item1.StartsWith("ASIATASK", StringComparison.Ordinal) && call.Item2 == $"token-of-{call.Item1}"));
        Assert.That(_calls.Select(call => KeyOf(call.Authorization)).Last(), Is.EqualTo("ASIATASK2"), "the first were about to expire");
        Assert.That(_handedOut, Is.EqualTo(2), "those that last are kept");
    }

    /// <summary>At first some that end in a minute.</summary>
    private byte[] HandOut()
    {
        var number = Interlocked.Increment(ref _handedOut);
        var end = DateTime.UtcNow.AddMinutes(number == 1 ? 1 : 360).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($$"""
            {"RoleArn":"arn:aws:iam::123456789012:role/task","AccessKeyId":"ASIATASK{{number}}","SecretAccessKey":"secret","Token":"token-of-ASIATASK{{number}}","Expiration":"{{end}}"}
            """);
    }

    private Task RecordAsync(HttpListenerContext context, CancellationToken stop)
    {
        _calls.Enqueue((context.Request.Headers["Authorization"], context.Request.Headers["X-Amz-Security-Token"]));
        return LoopbackHttp.SendAsync(context.Response, 400, """{"__type":"ValidationException"}"""u8.ToArray());
    }

    /// <summary>AWS4-HMAC-SHA256 Credential={key}/{day}/{region}/{service}/aws4_request, ...</summary>
    private static string[] ScopeOf(string? authorization) => authorization!.Split("Credential=")[1].Split(',')[0].Split('/');

    private static string KeyOf(string? authorization) => ScopeOf(authorization)[0];

    private static string ServiceOf(string? authorization) => ScopeOf(authorization)[3];
}
