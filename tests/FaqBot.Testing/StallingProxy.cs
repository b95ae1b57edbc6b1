using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FaqBot.Testing;

/// <summary>
/// A way to a server on which a firewall may forget connections: they stay open and nothing comes through any more, while new ones work.
/// </summary>
public sealed class StallingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _port;
    private readonly Task _accepting;
    private int _generation;

    public StallingProxy(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Configuration => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Accepted { get; private set; }

    /// <summary>Forgets the connections there are.</summary>
    public void Stall() => Interlocked.Increment(ref _generation);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (TcpClient client in _clients)
        {
            client.Dispose();
        }

        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                TcpClient server = new();
                _clients.Add(client);
                _clients.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
                Accepted++;
                int generation = Volatile.Read(ref _generation);
                _ = CopyAsync(client.GetStream(), server.GetStream(), generation);
                _ = CopyAsync(server.GetStream(), client.GetStream(), generation);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The end of the test.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, int generation)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
            {
                if (generation == Volatile.Read(ref _generation))
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }
}
