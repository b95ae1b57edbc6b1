using System.Net;
using System.Net.Sockets;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Limits;

/// <summary>What one connection may take of the service.</summary>
[Collection(GuardedCollection.Name)]
public sealed class ConnectionTests(GuardedService service)
{
    private const string Start = "GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n";

    [Fact]
    public async Task Slow_headers_end_after_the_time_for_all_of_them()
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(service.Process.Address.Host, service.Process.Address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = connection.GetStream();
        await WriteAsync(stream, Start);
        byte[] reply = new byte[4096];
        Task<int> reading = stream.ReadAsync(reply, TestContext.Current.CancellationToken).AsTask();
        int drops = 0;
        while (!reading.IsCompleted && drops < 600)
        {
            // A slow client always has something more to say.
            await WriteAsync(stream, $"X-{drops++}: a\r\n");
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("HTTP/1.1 408 ", System.Text.Encoding.ASCII.GetString(reply, 0, await reading), StringComparison.Ordinal);
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task Slow_body_is_refused_with_a_problem()
    {
        string response = await RawHttp.SendAsync(
            service.Process.Address,
            "POST /api/v1/ask HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 60000\r\nConnection: "
            + "close\r\n\r\n{");
        Assert.StartsWith("HTTP/1.1 408 ", response, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"request_timeout\"", response, StringComparison.Ordinal);
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task Headers_beyond_their_total_size_get_431() =>
        await AssertRefusedAsync(Start + $"X-Long: {new string('a', 6_000)}\r\n\r\n", 431);

    [Fact]
    public async Task Headers_beyond_their_number_get_431() =>
        await AssertRefusedAsync(Start + string.Concat(Enumerable.Range(0, 60).Select(i => $"X-{i}: a\r\n")) + "\r\n", 431);

    [Fact]
    public async Task First_line_beyond_its_length_gets_414() =>
        await AssertRefusedAsync($"GET /{new string('a', 3_000)} HTTP/1.1\r\nHost: test\r\n\r\n", 414);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("geheim-4711\r\n\r\n")]
    [InlineData("POST /embed HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: test\r\nX-A : geheim-4711\r\n\r\n")]
    public async Task What_is_no_http_gets_400(string request)
    {
        string response = await AssertRefusedAsync(request, 400);
        Assert.DoesNotContain("geheim", response, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", service.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_beyond_their_number_are_closed_and_room_is_made_again()
    {
        TcpClient[] connections = [.. Enumerable.Range(0, 3 * GuardedService.MaxConnections).Select(_ => new TcpClient())];
        int answered = 0;
        foreach (TcpClient connection in connections)
        {
            await connection.ConnectAsync(
                service.Process.Address.Host, service.Process.Address.Port, TestContext.Current.CancellationToken);
            answered += await AnswersAsync(connection) ? 1 : 0;
        }

        Assert.InRange(answered, 1, GuardedService.MaxConnections);
        Array.ForEach(connections, connection => connection.Dispose());
        await Eventually.TrueAsync("there is room again", TimeSpan.FromSeconds(30), async () =>
        {
            using TcpClient connection = new();
            await connection.ConnectAsync(service.Process.Address.Host, service.Process.Address.Port);
            return await AnswersAsync(connection);
        });
    }

    private async Task AssertAnswersAsync()
    {
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri("healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<string> AssertRefusedAsync(string request, int status)
    {
        string response = await RawHttp.SendAsync(service.Process.Address, request);
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        return response;
    }

    private static async Task<bool> AnswersAsync(TcpClient connection)
    {
        try
        {
            NetworkStream stream = connection.GetStream();
            await WriteAsync(stream, "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n");
            return await stream.ReadAsync(new byte[4096], TestContext.Current.CancellationToken) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task WriteAsync(NetworkStream stream, string text)
    {
        try
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The service has closed; what it said is read.
        }
    }
}

/// <summary>A service that gives connections little.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class GuardedService(SampleDatabase sample) : SampleService(sample)
{
    public const int MaxConnections = 20;

    protected override IEnumerable<(string Path, string Value)> Options =>
    [
        ("Connections:MaxConnections", $"{MaxConnections}"),
        ("Connections:HeaderTimeout", "00:00:01"),
        ("Connections:SlowGrace", "00:00:02"),
        ("Connections:MaxHeaderBytes", "4096"),
        ("Connections:MaxHeaders", "50"),
        ("Connections:MaxRequestLineBytes", "2048"),
    ];
}

[CollectionDefinition(Name)]
public sealed class GuardedCollection : ICollectionFixture<GuardedService>
{
    public const string Name = "guarded";
}
