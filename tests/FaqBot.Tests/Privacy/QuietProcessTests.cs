using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Privacy;

/// <summary>No program calls anybody or writes anywhere of its own accord.</summary>
public sealed class QuietProcessTests(SampleDatabase sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Service_leaves_the_home_folder_empty_and_calls_nobody()
    {
        string home = Home();
        await using ServiceProcess service = await ServiceProcess.StartAsync(
            ("Storage:Path", await sample.CopyToAsync(_folder.Path)), ("HOME", home), ("XDG_CACHE_HOME", ""));
        HashSet<string> calls = [];
        await Eventually.TrueAsync("the service is ready", TimeSpan.FromMinutes(2), async () =>
        {
            calls.UnionWith(ProcessSockets.Foreign(service.Id));
            using HttpResponseMessage response = await service.Client.GetAsync(
                new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        });
        Assert.Equal("answer", (await service.Client.AskAsync("怎么申请退货？")).Decision);
        calls.UnionWith(ProcessSockets.Foreign(service.Id));
        Assert.Equal(0, await service.StopAsync());
        Assert.Empty(calls);
        Assert.Empty(Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Indexer_leaves_the_home_folder_empty_and_calls_nobody()
    {
        string home = Home();
        await using ChildProcess indexer = ChildProcess.Start(
            "dotnet",
            [Repository.Indexer, "index", "--json", "--output", _folder.File("faq.db"), "--input", Repository.PathOf("data", "faq.json")],
            [("HOME", home), ("XDG_CACHE_HOME", "")]);
        HashSet<string> calls = [];
        await Eventually.TrueAsync("the indexer ends", TimeSpan.FromMinutes(2), () =>
        {
            calls.UnionWith(ProcessSockets.Foreign(indexer.Id));
            return indexer.HasExited;
        });
        Assert.True(await indexer.EndAsync() == 0, indexer.Output);
        Assert.Empty(calls);
        Assert.Empty(Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Home_folder_that_cannot_be_written_leaves_the_log_clean()
    {
        // Nothing can be made below a file, not even by root.
        string home = _folder.File("home");
        await File.WriteAllTextAsync(home, "", TestContext.Current.CancellationToken);
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(_folder.Path)), ("HOME", home), ("XDG_CACHE_HOME", ""),
            ("Logging__Console__FormatterName", "json"));
        await service.Client.AskAsync("怎么申请退货？");
        Assert.Equal(0, await service.StopAsync());
        string[] lines = service.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void Socket_to_another_machine_is_seen()
    {
        // Datagram sockets are connected without a packet.
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using Socket near = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        near.Connect(IPAddress.Loopback, 9);
        Assert.True(ProcessSockets.IsForeign("0100000A"));
        Assert.True(ProcessSockets.IsForeign("0000000000000000FFFF00000100000A"));
        Assert.False(ProcessSockets.IsForeign("0000000000000000FFFF00000100007F"));
        Assert.False(ProcessSockets.IsForeign("00000000"));
        Assert.False(ProcessSockets.IsForeign("00000000000000000000000001000000"));
        Assert.DoesNotContain(ProcessSockets.Foreign(Environment.ProcessId), call => call.EndsWith("7F:0009", StringComparison.Ordinal));
        socket.Connect(IPAddress.Parse("192.0.2.1"), 9);
        Assert.Contains("udp 010200C0:0009", ProcessSockets.Foreign(Environment.ProcessId));
    }

    private string Home() => Directory.CreateDirectory(_folder.File("home")).FullName;
}
