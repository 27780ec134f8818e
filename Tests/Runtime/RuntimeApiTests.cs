using System.Net;
using System.Net.Sockets;
using System.Text;
using PaymentDr.Runtime;

namespace PaymentDr.Tests.Runtime;

/// <summary>What may come over the connection to Lambda, byte for byte.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RuntimeApiTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: request-1\r\n";
    private const string Event = Head + "Content-Length: 5\r\n\r\nevent";
    private const string Taken = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RuntimeApi _api;

    public RuntimeApiTests()
    {
        _listener.Start();
        _api = new RuntimeApi($"{_listener.LocalEndpoint}");
    }

    public void Dispose()
    {
        _api.Dispose();
        _listener.Dispose();
    }

    [TestCase(Event)]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\nev\r\n3;extension=1\r\nent\r\n0\r\nTrailer: 1\r\n\r\n")]
    [TestCase("HTTP/1.1 200\r\nlambda-runtime-aws-request-id:request-1\r\ncontent-length:5\r\n\r\nevent")]
    public async Task An_event_may_come_in_any_form_and_in_any_pieces(string answer)
    {
        foreach (var piece in new[] { 1, 7, answer.Length })
        {
            var lambda = AnswerAsync(piece, answer);

            var invocation = await Task.Run(() => _api.Next(default));

            Assert.That((invocation.RequestId, Encoding.UTF8.GetString(invocation.Event.Span)), Is.EqualTo(("request-1", "event")));
            _ = await lambda;
        }
    }

    [Test]
    public async Task An_event_may_be_large()
    {
        var lambda = AnswerAsync(100_000, $"{Head}X: {new string('h', 9_000)}\r\nContent-Length: 6000000\r\n\r\n{new string('e', 6_000_000)}");

        Assert.That((await Task.Run(() => _api.Next(default))).Event.Length, Is.EqualTo(6_000_000));
        _ = await lambda;
    }

    [Test]
    public async Task One_connection_carries_what_follows()
    {
        var lambda = AnswerAsync(int.MaxValue, Event, Taken);

        Assert.That(await Task.Run(() => _api.Respond(_api.Next(default).RequestId, "{}"u8.ToArray())));
        Assert.That((await lambda)[1], Does.Match("^POST /2018-06-01/runtime/invocation/request-1/response HTTP/1.1\r\n(.+\r\n)*Content-Length: 2\r\n\r\n{}$"));
    }

    [Test]
    public async Task A_connection_that_was_closed_meanwhile_is_opened_again()
    {
        var lambda = AnswerAsync(int.MaxValue, Event);
        await Task.Run(() => _api.Next(default));
        _ = await lambda;

        var again = AnswerAsync(int.MaxValue, Taken);

        Assert.That(await Task.Run(() => _api.Respond("request-1", "{}"u8.ToArray())));
        Assert.That((await again)[0], Does.StartWith("POST "));
    }

    [Test]
    public async Task A_connection_that_is_to_be_closed_is_not_used_again()
    {
        var lambda = AnswerAsync(int.MaxValue, Event.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal), Taken);
        await Task.Run(() => _api.Next(default));

        Assert.That((await lambda)[1], Is.Empty, "the connection has ended");
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Le")]
    [TestCase(Head + "Content-Length: 6\r\n\r\nevent")]
    [TestCase("SSH-2.0-OpenSSH\r\n")]
    [TestCase("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")]
    public async Task An_answer_that_is_none_is_an_error_and_nothing_is_sent_again(string answer)
    {
        var lambda = AnswerAsync(int.MaxValue, answer);

        Assert.That(async () => await Task.Run(() => _api.Next(default)), Throws.TypeOf<HttpRequestException>());
        _ = await lambda;
        Assert.That(_listener.Pending(), Is.False);
    }

    [Test]
    public async Task Waiting_ends_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => _api.Next(stop.Token));
        using var lambda = await _listener.AcceptTcpClientAsync();

        await stop.CancelAsync();

        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromSeconds(10)), Throws.InstanceOf<OperationCanceledException>());
    }

    /// <summary>Takes one connection, answers a request with each of the answers and closes it; returns the requests, empty where none came.</summary>
    private async Task<List<string>> AnswerAsync(int piece, params string[] answers)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        var stream = client.GetStream();
        var requests = new List<string>();
        foreach (var answer in answers)
        {
            requests.Add(await RequestAsync(stream));
            foreach (var bytes in Encoding.ASCII.GetBytes(requests[^1].Length > 0 ? answer : "").Chunk(piece))
            {
                await stream.WriteAsync(bytes);
            }
        }

        return requests;
    }

    /// <summary>A head, and the two bytes that are the body of every answer here.</summary>
    private static async Task<string> RequestAsync(NetworkStream stream)
    {
        var (request, buffer) = ("", new byte[4096]);
        while (!request.EndsWith(request.StartsWith("POST", StringComparison.Ordinal) ? "{}" : "\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(buffer) is var count and > 0)
        {
            request += Encoding.ASCII.GetString(buffer, 0, count);
        }

        return request;
    }
}
