using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PaymentDr.Runtime;

/// <summary>Reads one answer from a connection. Both forms of a body occur: with its length ahead, and in chunks.</summary>
internal sealed class RuntimeResponseReader(Socket socket)
{
    private byte[] _received = new byte[4096];
    private int _from;
    private int _until;

    /// <summary>Anything at all has come.</summary>
    public bool HasBegun { get; private set; }

    /// <exception cref="IOException">The connection ends before the answer does, or what comes is not HTTP.</exception>
    public RuntimeResponse Read()
    {
        var status = ReadLine().Split(' ') is [_, var code, ..] ? Number(code, NumberStyles.None) : throw NotHttp();
        var headers = ReadHeaders();
        var body = headers.TryGetValue("Transfer-Encoding", out var coding) && Is(coding, "chunked") ? ReadChunks()
            : headers.TryGetValue("Content-Length", out var length) ? ReadBytes(Number(length, NumberStyles.None))
            : [];

        return new RuntimeResponse(status, headers, body, IsLast: headers.TryGetValue("Connection", out var connection) && Is(connection, "close"));
    }

    private Dictionary<string, string> ReadHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[colon > 0 ? line[..colon] : throw NotHttp()] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private byte[] ReadChunks()
    {
        using var body = new MemoryStream();
        while (Number(ReadLine().Split(';')[0], NumberStyles.AllowHexSpecifier) is var length and > 0)
        {
            body.Write(ReadBytes(length));
            ReadLine();
        }

        // What may follow the chunks are headers like those before them.
        ReadHeaders();
        return body.ToArray();
    }

    private byte[] ReadBytes(int length)
    {
        var bytes = new byte[length];
        var filled = Math.Min(length, _until - _from);
        _received.AsSpan(_from, filled).CopyTo(bytes);
        _from += filled;
        while (filled < length)
        {
            filled += Receive(bytes.AsSpan(filled));
        }

        return bytes;
    }

    private string ReadLine()
    {
        int length;
        while ((length = _received.AsSpan(_from, _until - _from).IndexOf("\r\n"u8)) < 0)
        {
            if (_until == _received.Length)
            {
                Array.Resize(ref _received, _received.Length * 2);
            }

            _until += Receive(_received.AsSpan(_until));
        }

        var line = Encoding.UTF8.GetString(_received, _from, length);
        _from += length + 2;
        return line;
    }

    private int Receive(Span<byte> bytes)
    {
        var count = socket.Receive(bytes);
        HasBegun |= count > 0;

        return count > 0 ? count : throw new IOException("The connection ended.");
    }

    private static int Number(string text, NumberStyles styles) =>
        int.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw NotHttp();

    private static bool Is(string value, string expected) => value.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static IOException NotHttp() => new("What the runtime API answers is not HTTP.");
}

/// <summary>What the runtime API answered.</summary>
/// <param name="IsLast">The connection takes no further request.</param>
internal sealed record RuntimeResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool IsLast)
{
    public RuntimeResponse EnsureSuccess() =>
        Status is >= 200 and < 300 ? this : throw new HttpRequestException($"The runtime API answered with status {Status}.");
}
