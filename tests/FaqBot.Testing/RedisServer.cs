using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace FaqBot.Testing;

/// <summary>A redis-server of one test's own, which it may treat as badly as it likes.</summary>
public sealed class RedisServer : IAsyncDisposable
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
        RedisServer server = new(Testing.FreePort.Find(), arguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A server that will listen on its port later.</summary>
    public static RedisServer NotYetStarted(int? port = null) => new(port ?? Testing.FreePort.Find(), []);

    /// <summary>Starts on the same port, empty.</summary>
    public async Task StartAgainAsync()
    {
        ProcessStartInfo start = new("redis-server") { RedirectStandardOutput = true, WorkingDirectory = _folder };
        string[] own = ["--port", Text(Port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        foreach (string argument in own.Concat(_arguments))
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
        await Eventually.IsTrueAsync(
            async () => !_process.HasExited && await AnswersAsync(), $"redis-server listens on port {Port} (is the port taken?)");
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public Task MakeReadOnlyAsync() => CommandAsync("REPLICAOF", "127.0.0.1", Text(Testing.FreePort.Find()));

    public Task MakeWritableAsync() => CommandAsync("REPLICAOF", "NO", "ONE");

    public async Task MakeFullAsync()
    {
        await CommandAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await CommandAsync("CONFIG", "SET", "maxmemory", "1");
    }

    public Task MakeRoomAsync() => CommandAsync("CONFIG", "SET", "maxmemory", "0");

    /// <summary>Waits until a channel has as many subscribers.</summary>
    public Task SubscribersAsync(string channel, int count) => Eventually.IsTrueAsync(
        async () => (await AskAsync("PUBSUB", "NUMSUB", channel)).Split('\n')[^1] == Text(count),
        $"'{channel}' has {count} subscribers");

    /// <summary>How often a command was carried out.</summary>
    public async Task<int> CallsAsync(string command)
    {
        string info = await CommandAsync("INFO", "commandstats");
        Match calls = Regex.Match(info, $"cmdstat_{command}:calls=([0-9]+)");
        return calls.Success ? int.Parse(calls.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Sends a command and gives its answer, of a text without its length.</summary>
    public Task<string> CommandAsync(params string[] words) => SendAsync([.. words.Select(System.Text.Encoding.UTF8.GetBytes)]);

    /// <summary>Sends a command by redis-cli and gives the reply, one line an item.</summary>
    /// <param name="words">The command, after options of redis-cli.</param>
    /// <returns>The reply.</returns>
    public async Task<string> AskAsync(params string[] words)
    {
        using Process client =
            Process.Start(new ProcessStartInfo("redis-cli", ["-p", Text(Port), .. words]) { RedirectStandardOutput = true })!;
        string reply = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return reply.TrimEnd('\n');
    }

    /// <summary>How many keys it holds.</summary>
    public async Task<int> CountKeysAsync() => int.Parse(await AskAsync("DBSIZE"), CultureInfo.InvariantCulture);

    /// <summary>Sets a key to any bytes.</summary>
    public Task SetAsync(string key, byte[] value) =>
        SendAsync([.. new[] { "SET", key }.Select(System.Text.Encoding.UTF8.GetBytes), value]);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await CommandAsync("PING") is { Length: > 0 } answer
                && (answer.StartsWith("+PONG", StringComparison.Ordinal) || answer.StartsWith("-NOAUTH", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task<string> SendAsync(IReadOnlyList<byte[]> words)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using NetworkStream stream = client.GetStream();
        using MemoryStream command = new();
        command.Write(System.Text.Encoding.ASCII.GetBytes($"*{words.Count}\r\n"));
        foreach (byte[] word in words)
        {
            command.Write([.. System.Text.Encoding.ASCII.GetBytes($"${word.Length}\r\n"), .. word, (byte)'\r', (byte)'\n']);
        }

        await stream.WriteAsync(command.ToArray());
        using StreamReader reader = new(stream);
        string line = await reader.ReadLineAsync() ?? throw new IOException("redis-server closed the connection.");
        if (line[0] != '$')
        {
            return line;
        }

        char[] text = new char[int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(text);
        return new string(text);
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", Text(_process!.Id)]);
        await kill.WaitForExitAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
