using System.Net.Sockets;

namespace FaqBot.Tests.Running;

/// <summary>HTTP by hand, for requests that a proper client refuses to send.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes and reads all that comes back until the other side closes.</summary>
    /// <param name="address">The service.</param>
    /// <param name="request">The bytes, as text; a request with <c>Connection: close</c>.</param>
    /// <returns>The response, head and body.</returns>
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using TcpClient connection = await ConnectAsync(address);
        NetworkStream stream = connection.GetStream();
        try
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The service has refused and closed before all was sent; what it said is read.
        }

        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends bytes and resets the connection at once, as a client that crashes does.</summary>
    /// <param name="address">The service.</param>
    /// <param name="request">The bytes, as text.</param>
    /// <returns>When the connection is gone.</returns>
    public static async Task SendAndResetAsync(Uri address, string request)
    {
        using TcpClient connection = await ConnectAsync(address);
        connection.LingerState = new LingerOption(enable: true, seconds: 0);
        await connection.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
    }

    private static async Task<TcpClient> ConnectAsync(Uri address)
    {
        TcpClient connection = new();
        await connection.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return connection;
    }
}
