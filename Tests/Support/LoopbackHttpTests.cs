using System.Net;
using System.Net.Sockets;

namespace PaymentDr.Tests;

internal sealed class LoopbackHttpTests
{
    [Test]
    public async Task A_taken_port_is_passed_by()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var server = new LoopbackHttp((context, _) => LoopbackHttp.SendAsync(context.Response, 204, default), port);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(server.Endpoint));

        Assert.That(server.Host, Is.Not.EqualTo($"127.0.0.1:{port}"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }
}
