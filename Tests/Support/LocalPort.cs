using System.Net;
using System.Net.Sockets;

namespace PaymentDr.Tests;

/// <summary>A TCP port of this machine.</summary>
internal static class LocalPort
{
    /// <summary>Free at this moment; another process may be faster.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool Accepts(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
