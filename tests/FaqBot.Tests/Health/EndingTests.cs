using System.Net;
using System.Net.Sockets;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Health;

/// <summary>SIGTERM: first not ready, then no more connections, then what is left is cut off and named.</summary>
public sealed class EndingTests(SampleDatabase sample)
{
    [Fact]
    public async Task Service_told_to_end_is_not_ready_and_answers_on_for_the_pause()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Shutdown:Pause", "00:05:00"));
        await SignalAsync(service, "TERM");
        foreach (string path in new[] { "readyz", "health", "ping" })
        {
            await Eventually.TrueAsync($"{path} says that the service ends", TimeSpan.FromSeconds(30), async () =>
                await StatusAsync(service, path) == HttpStatusCode.ServiceUnavailable);
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "healthz"));
        Assert.Equal("answer", (await service.Client.AskAsync("发票抬头写错了怎么办")).Decision);
        await service.LoggedAsync("Told to end: not ready from now on, and open for 300 s");

        // A second signal ends the pause.
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task Request_that_is_not_answered_in_time_is_cut_off_and_named_without_its_query()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Shutdown:Pause", "00:00:00"), ("Shutdown:Drain", "00:00:00.500"),
            ("Connections:MinBytesPerSecond", "0"));
        using TcpClient connection = new();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = connection.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/v1/ask?secret=geheim-4711 HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: application/json\r\n"
            + "X-Request-Id: left-behind\r\nContent-Length: 1000\r\n\r\n{\"question\":\"geheim-4712"),
            TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("the request is being read", TimeSpan.FromSeconds(30), async () =>
            await StatusAsync(service, "healthz") == HttpStatusCode.OK);
        Assert.Equal(0, await service.StopAsync());
        await service.LoggedAsync("POST /api/v1/ask (left-behind) is cut off: the service ends, and it was not answered within 0.5 s");
        Assert.DoesNotContain("geheim", service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_in_flight_is_answered_before_the_end()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Shutdown:Pause", "00:00:00"),
            ("Connections:MinBytesPerSecond", "0"));
        const string body = "{\"question\":\"hello\"}";
        using TcpClient connection = new();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = connection.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/v1/ask HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body[..5]}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "healthz"));
        await SignalAsync(service, "TERM");
        await service.LoggedAsync("Ending: no more connections are taken");
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(body[5..]), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    private static async Task SignalAsync(ServiceProcess service, string signal)
    {
        using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{service.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess service, string path)
    {
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
