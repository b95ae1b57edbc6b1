using System.Net;
using System.Net.Sockets;

namespace FaqBot.Testing;

/// <summary>A port that nobody uses, for programs that cannot choose one themselves.</summary>
public static class FreePort
{
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
