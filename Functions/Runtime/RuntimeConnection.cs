using System.Net.Sockets;
using System.Text;

namespace PaymentDr.Runtime;

/// <summary>
/// HTTP/1.1 as far as Lambda speaks it, over one connection that blocks: there is nothing to redirect, to compress or to encrypt, and
/// nothing else to do until Lambda answers. HttpClient would take half as much CPU again for each event (bench/README.md).
/// </summary>
internal sealed class RuntimeConnection(string host) : IDisposable
{
    private readonly Uri _address = new($"http://{host}");

    private Socket? _socket;

    public RuntimeResponse Get(string path, CancellationToken cancellation) => Send($"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n", [], cancellation);

    public RuntimeResponse PostJson(string path, ReadOnlySpan<byte> body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var head = new StringBuilder($"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        return Send(head.Append("\r\n").ToString(), body, CancellationToken.None);
    }

    public void Dispose() => Close();

    private RuntimeResponse Send(string head, ReadOnlySpan<byte> body, CancellationToken cancellation)
    {
        // In one piece: the second would wait for the acknowledgement of the first.
        byte[] request = [.. Encoding.UTF8.GetBytes(head), .. body];

        // Lambda may have closed a connection that was kept; nothing has become of a request that went there.
        return (_socket is { } kept ? Exchange(kept, request, cancellation) : null)
            ?? Exchange(_socket = Connect(), request, cancellation)
            ?? throw new HttpRequestException($"The runtime API at {host} does not answer.");
    }

    /// <summary>Null when the connection ends before an answer begins.</summary>
    private RuntimeResponse? Exchange(Socket socket, byte[] request, CancellationToken cancellation)
    {
        var reader = new RuntimeResponseReader(socket);
        using var registration = cancellation.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
        try
        {
            socket.Send(request);
            var response = reader.Read();
            if (response.IsLast)
            {
                Close();
            }

            return response;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            Close();
            cancellation.ThrowIfCancellationRequested();

            return reader.HasBegun ? throw new HttpRequestException($"The answer of the runtime API at {host} broke off.", exception) : null;
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(_address.Host, _address.Port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
