using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

[Collection(DirectLineCollection.Name)]
public sealed class StreamTests(DirectLineService service, SampleDatabase sample)
{
    private const string Question = "怎么申请退货？";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_gives_what_was_said_before_and_what_is_said_then()
    {
        Talk talk = await service.Client.TalkAsync();
        await talk.SayAsync(Question);
        await using Listening one = await Listening.OpenAsync(talk.StreamUrl);
        await one.UntilAsync(3);
        await talk.SayAsync(Question);
        JsonElement answer = await one.UntilAsync(5);
        Assert.Equal([1, 2, 3, 4, 5], one.Numbers);
        Assert.Equal("5", one.Watermark);
        Assert.Equal("message", answer.GetProperty("type").GetString());
        await using Listening other = await Listening.OpenAsync(await talk.ReconnectAsync("3"));
        await other.UntilAsync(2);
        Assert.Equal([4, 5], other.Numbers);
        await one.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        Assert.Equal(WebSocketState.Closed, one.Socket.State);
    }

    [Fact]
    public async Task Oversized_frame_closes_the_stream_with_1009()
    {
        Talk talk = await service.Client.TalkAsync();
        await using Listening listening = await Listening.OpenAsync(talk.StreamUrl);
        await listening.Socket.SendAsync(new byte[4_000], WebSocketMessageType.Text, true, Cancellation);
        await talk.SayAsync(Question);
        await listening.UntilAsync(3);
        await listening.Socket.SendAsync(new byte[4_000], WebSocketMessageType.Text, false, Cancellation);
        await listening.Socket.SendAsync(new byte[4_000], WebSocketMessageType.Text, false, Cancellation);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await listening.ClosedAsync());
    }

    [Fact]
    public async Task Flood_of_frames_closes_the_stream_with_1008()
    {
        Talk talk = await service.Client.TalkAsync();
        await using Listening listening = await Listening.OpenAsync(talk.StreamUrl);
        Task<WebSocketCloseStatus?> closed = listening.ClosedAsync();
        for (int i = 0; i < 400 && listening.Socket.State == WebSocketState.Open; i++)
        {
            try
            {
                await listening.Socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, Cancellation);
            }
            catch (WebSocketException)
            {
                break;
            }
        }

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await closed);
    }

    [Fact]
    public async Task Conversation_has_four_streams_at_most()
    {
        Talk talk = await service.Client.TalkAsync();
        List<Listening> open = [];
        for (int i = 0; i < 4; i++)
        {
            open.Add(await Listening.OpenAsync(talk.StreamUrl));
        }

        Assert.Equal((int)HttpStatusCode.TooManyRequests, await Listening.RefusedAsync(talk.StreamUrl));
        foreach (Listening one in open)
        {
            await one.DisposeAsync();
        }

        await Eventually.TrueAsync("their places become free", TimeSpan.FromSeconds(10), async () =>
        {
            try
            {
                await using Listening again = await Listening.OpenAsync(talk.StreamUrl);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Quiet_stream_is_pinged_with_empty_frames_and_ends_at_its_limit()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess quick = await StartAsync(
            folder, ("DirectLine:StreamPing", "00:00:00.200"), ("DirectLine:StreamIdleLimit", "00:00:02"));
        Talk talk = await quick.Client.TalkAsync();
        await using Listening idle = await Listening.OpenAsync(talk.StreamUrl);
        await idle.UntilAsync(1);
        Assert.Equal("", await idle.FrameAsync());
        Assert.Equal("", await idle.FrameAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await idle.ClosedAsync());
        Assert.Contains("Nothing was said", idle.Socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    /// <summary>One over which something is said ends, too; a reply that takes its time is announced.</summary>
    [Fact]
    public async Task Busy_stream_ends_at_its_limit()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess quick = await StartAsync(
            folder, ("DirectLine:StreamTotalLimit", "00:00:04"), ("DirectLine:TypingAfter", "00:00:00.001"),
                ("DirectLine:MessagesPerMinute", "100000"), ("Limits:Enabled", "false"));
        Talk talk = await quick.Client.TalkAsync();
        await using Listening busy = await Listening.OpenAsync(talk.StreamUrl);
        await busy.UntilAsync(1);
        Task<bool> typing = IsTypingAnnouncedAsync(busy);
        for (int i = 0; !typing.IsCompleted; i++)
        {
            await talk.SayAsync($"我想知道第 {i} 号仓库在哪里");
        }

        Assert.True(await typing);
        Assert.Contains("open for long", busy.Socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    /// <summary>Reads until the end beside what is said: who reads late may not see how it ends.</summary>
    private static async Task<bool> IsTypingAnnouncedAsync(Listening listening)
    {
        bool announced = false;
        while (await listening.FrameAsync() is { } frame)
        {
            announced |= frame.Contains("\"typing\"", StringComparison.Ordinal);
        }

        return announced;
    }

    [Fact]
    public async Task Slow_client_that_answers_no_ping_is_given_up_and_resumes_by_its_watermark()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess quick =
            await StartAsync(folder, ("DirectLine:StreamPing", "00:00:00.300"), ("DirectLine:MaxStreamsPerAddress", "1"));
        Talk talk = await quick.Client.TalkAsync();
        Uri stream = new(talk.StreamUrl);
        using TcpClient mute = new();
        await mute.ConnectAsync(stream.Host, stream.Port, Cancellation);
        await mute.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"GET {stream.PathAndQuery} HTTP/1.1\r\nHost: {stream.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), Cancellation);
        byte[] head = new byte[12];
        await mute.GetStream().ReadExactlyAsync(head, Cancellation);
        Assert.Equal("HTTP/1.1 101", System.Text.Encoding.ASCII.GetString(head));
        Assert.Equal((int)HttpStatusCode.TooManyRequests, await Listening.RefusedAsync(await talk.ReconnectAsync("")));

        // It neither reads nor answers: its place becomes free, and whoever comes back gets all.
        await talk.SayAsync(Question);
        Listening? again = null;
        await Eventually.TrueAsync("the mute client's place becomes free", TimeSpan.FromSeconds(20), async () =>
        {
            try
            {
                again = await Listening.OpenAsync(await talk.ReconnectAsync(""));
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
        await again!.UntilAsync(3);
        Assert.Equal([1, 2, 3], again.Numbers);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task Restart_says_goodbye_and_resumes_by_watermark()
    {
        using TemporaryFolder folder = new();
        (string, string)[] options =
            [("Storage:Path", await sample.CopyToAsync(folder.Path)), ("DirectLine:Secrets:0", DirectLineCalls.Secret)];
        Talk talk;
        await using (ServiceProcess first = await ServiceProcess.StartReadyAsync(options))
        {
            talk = await first.Client.TalkAsync();
            await using Listening listening = await Listening.OpenAsync(talk.StreamUrl);
            await talk.SayAsync(Question);
            await listening.UntilAsync(3);
            Task<WebSocketCloseStatus?> closed = listening.ClosedAsync();
            Assert.Equal(0, await first.StopAsync());
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await closed);
        }

        // The conversation was in memory: it goes on behind what the client has, with the same token.
        await using ServiceProcess second = await ServiceProcess.StartReadyAsync(options);
        talk = talk with { Client = second.Client };
        await using Listening after = await Listening.OpenAsync(await talk.ReconnectAsync("3"));
        await talk.SayAsync(Question);
        await after.UntilAsync(2);
        Assert.Equal([4, 5], after.Numbers);
    }

    private async Task<ServiceProcess> StartAsync(TemporaryFolder folder, params (string, string)[] options) =>
        await ServiceProcess.StartReadyAsync(
        [("Storage:Path", await sample.CopyToAsync(folder.Path)), ("DirectLine:Secrets:0", DirectLineCalls.Secret), .. options]);
}
