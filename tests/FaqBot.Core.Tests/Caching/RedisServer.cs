using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A redis-server of one test's own, which it may treat as badly as it likes.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("faqbot-redis").FullName;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(int port, string[] arguments)
    {
        Port = port;
        _arguments = arguments;
    }

    public int Port { get; }

    public string Configuration => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        RedisServer server = new(FreePort(), arguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A server that will listen on its port later.</summary>
    public static RedisServer NotYetStarted() => new(FreePort(), []);

    public async Task StartAgainAsync()
    {
        ProcessStartInfo start = new("redis-server") { RedirectStandardOutput = true, WorkingDirectory = _folder };
        foreach (string argument in (string[])["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _arguments])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail("redis-server is missing: run ./test.sh, or install it (apt-get install redis-server).");
        }

        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(async () => (await TryCommandAsync("PING"))?.StartsWith('+') == true || (await TryCommandAsync("PING"))?.Contains("NOAUTH", StringComparison.Ordinal) == true, "redis-server listens");
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Sends an inline command and gives the first line of the answer.</summary>
    public async Task<string> CommandAsync(string command) =>
        await TryCommandAsync(command) ?? throw new IOException("redis-server does not answer.");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string?> TryCommandAsync(string command)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(command + "\r\n"));
            using StreamReader reader = new(stream);
            return await reader.ReadLineAsync();
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return null;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
