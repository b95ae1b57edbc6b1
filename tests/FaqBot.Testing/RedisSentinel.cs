using System.Diagnostics;
using System.Globalization;

namespace FaqBot.Testing;

/// <summary>A sentinel that watches one primary and puts its replica in its place.</summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    /// <summary>The name that the primary goes by.</summary>
    public const string Primary = "faqbot-primary";

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    private RedisSentinel()
    {
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>What leads to whichever server is the primary.</summary>
    public string Configuration => $"127.0.0.1:{Port},serviceName={Primary}";

    /// <summary>Starts one.</summary>
    /// <param name="primary">The server that is the primary now; its replica follows it already.</param>
    public static async Task<RedisSentinel> StartAsync(RedisServer primary)
    {
        ArgumentNullException.ThrowIfNull(primary);
        RedisSentinel sentinel = new();
        string file = sentinel._folder.Write("sentinel.conf", string.Create(CultureInfo.InvariantCulture, $"""
            port {sentinel.Port}
            bind 127.0.0.1
            dir {sentinel._folder.Path}
            sentinel monitor {Primary} 127.0.0.1 {primary.Port} 1
            sentinel down-after-milliseconds {Primary} 1000
            sentinel failover-timeout {Primary} 5000
            """) + "\n");
        sentinel._process = Process.Start(new ProcessStartInfo("redis-server", [file, "--sentinel"]) { RedirectStandardOutput = true })!;
        sentinel._process.OutputDataReceived += (_, _) => { };
        sentinel._process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(
            async () => (await sentinel.AskAsync("SENTINEL", "replicas", Primary)).Contains("slave", StringComparison.Ordinal),
            "the sentinel knows the replica");
        return sentinel;
    }

    /// <summary>Port of the server that is the primary now.</summary>
    public async Task<int> PrimaryPortAsync() =>
        int.Parse((await AskAsync("SENTINEL", "get-master-addr-by-name", Primary)).Split('\n')[1], CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<string> AskAsync(params string[] words)
    {
        string port = Port.ToString(CultureInfo.InvariantCulture);
        using Process client =
            Process.Start(new ProcessStartInfo("redis-cli", ["-p", port, .. words]) { RedirectStandardOutput = true })!;
        string reply = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return reply;
    }
}
