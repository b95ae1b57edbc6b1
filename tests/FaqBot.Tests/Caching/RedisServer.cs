using System.Globalization;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Caching;

/// <summary>A real redis-server on a free port, without persistence.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Find();
    private ChildProcess? _process;

    /// <summary>The connection string.</summary>
    public string Configuration => $"127.0.0.1:{_port}";

    public static async Task<RedisServer> StartedAsync()
    {
        RedisServer server = new();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, again after it was killed.</summary>
    /// <returns>When it answers.</returns>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(
            "redis-server", ["--port", $"{_port}", "--save", "", "--appendonly", "no", "--dir", _folder.Path, "--bind", "127.0.0.1"]);
        await Eventually.TrueAsync("Redis answers", StartDeadline, async () => await AskAsync("PING") == "PONG");
    }

    /// <summary>Sends a command and gives the reply, one line an item.</summary>
    /// <param name="words">The command.</param>
    /// <returns>The reply.</returns>
    public async Task<string> AskAsync(params string[] words)
    {
        await using ChildProcess client = ChildProcess.Start("redis-cli", ["-p", $"{_port}", .. words]);
        await client.EndAsync();
        return client.Output.TrimEnd('\n');
    }

    public async Task<int> CountKeysAsync() => int.Parse(await AskAsync("DBSIZE"), CultureInfo.InvariantCulture);

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
    }

    public Task FreezeAsync() => _process!.SignalAsync("STOP");

    public Task ThawAsync() => _process!.SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}
