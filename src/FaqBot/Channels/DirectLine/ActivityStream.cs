using System.Net.WebSockets;
using FaqBot.Core.Conversations;

namespace FaqBot.Channels.DirectLine;

/// <summary>Sends a conversation's activities over a WebSocket until one side ends it.</summary>
/// <remarks>
/// Nothing is queued for a client: what it has not got yet stays in the store, and a slow client only reads later. Frames of clients
/// are signs of life, whose content nobody reads.
/// </remarks>
internal sealed class ActivityStream(
    WebSocket socket, ConversationListener listener, long watermark, IConversationStore store, DirectLineOptions options, TimeProvider time)
{
    private const int MostFrameBytes = 4_096;
    private const int MostFramesPerMinute = 240;
    private const int PageSize = 50;

    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);

    // Shared by all streams: written only.
    private static readonly byte[] Discarded = new byte[MostFrameBytes];

    private static readonly StreamEnd Stopping = new(WebSocketCloseStatus.EndpointUnavailable, "The service stops; come back.");
    private static readonly StreamEnd Idle = new(WebSocketCloseStatus.NormalClosure, "Nothing was said for long; come back.");
    private static readonly StreamEnd TotalLimit = new(WebSocketCloseStatus.NormalClosure, "The stream was open for long; come back.");
    private static readonly StreamEnd ConversationEnded =
        new(WebSocketCloseStatus.NormalClosure, "The conversation does not exist any more.");
    private static readonly StreamEnd FrameTooBig =
        new(WebSocketCloseStatus.MessageTooBig, "Frames of clients hold no more than 4096 bytes.");
    private static readonly StreamEnd TooManyFrames = new(WebSocketCloseStatus.PolicyViolation, "Too many frames.");
    private static readonly StreamEnd ClientEnded = new(WebSocketCloseStatus.NormalClosure, "");

    private readonly long _started = time.GetTimestamp();
    private long _after = watermark;

    /// <summary>Runs until one side ends the stream.</summary>
    /// <param name="stopping">The service stops.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task<StreamEnd> receiving = ReceiveAsync();
        Task<StreamEnd> sending = SendAsync(ending.Token);
        bool clientEnds = await Task.WhenAny(receiving, sending) == receiving;
        await ending.CancelAsync();
        StreamEnd sent = await sending;
        await CloseAsync(clientEnds ? await receiving : stopping.IsCancellationRequested ? Stopping : sent, receiving);
    }

    private async Task<StreamEnd> SendAsync(CancellationToken ending)
    {
        TimeSpan look = store.LookInterval < options.StreamPing ? store.LookInterval.Value : options.StreamPing;
        long said = time.GetTimestamp(), sent = said;
        try
        {
            while (!ending.IsCancellationRequested)
            {
                if (await SendNewAsync() is not { } any)
                {
                    return ConversationEnded;
                }

                if (any)
                {
                    said = sent = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(sent) >= options.StreamPing)
                {
                    await socket.SendAsync(
                        ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    sent = time.GetTimestamp();
                }

                if (time.GetElapsedTime(said) >= options.StreamIdleLimit)
                {
                    return Idle;
                }

                if (time.GetElapsedTime(_started) >= options.StreamTotalLimit)
                {
                    return TotalLimit;
                }

                // An ended wait is no exception: most end because nothing happens.
                await listener.WaitAsync().WaitAsync(Shortest(look, options.StreamIdleLimit, options.StreamTotalLimit), time, ending)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception exception)
            when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone; the receiving side sees it, too.
            return ClientEnded;
        }

        return ClientEnded;
    }

    /// <summary>Sends what the client has not got.</summary>
    /// <returns>Whether there was anything; null when the conversation does not exist any more.</returns>
    private async ValueTask<bool?> SendNewAsync()
    {
        bool any = false;
        while (true)
        {
            ActivityPage? page;
            try
            {
                page = await store.ReadAsync(listener.Conversation, _after, PageSize, CancellationToken.None);
            }
            catch (ConversationStoreException)
            {
                // It comes back, or the client goes.
                return any;
            }

            if (page is null)
            {
                return null;
            }

            if (listener.TakeTyping() && page.Activities.Count == 0)
            {
                await SendAsync(ActivitySet.WriteTyping(listener.Conversation, options.BotName, time.GetUtcNow()));
            }

            if (page.Activities.Count == 0)
            {
                return any;
            }

            await SendAsync(ActivitySet.Write(listener.Conversation, page));
            _after = page.End;
            any = true;
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> set) =>
        socket.SendAsync(set, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<StreamEnd> ReceiveAsync()
    {
        long window = _started;
        int size = 0, frames = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(Discarded.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return ClientEnded;
                }

                size += received.Count;
                if (size > MostFrameBytes)
                {
                    return FrameTooBig;
                }

                size = received.EndOfMessage ? 0 : size;
                if (time.GetElapsedTime(window) > TimeSpan.FromMinutes(1))
                {
                    (window, frames) = (time.GetTimestamp(), 0);
                }

                if (++frames > MostFramesPerMinute)
                {
                    return TooManyFrames;
                }
            }
        }
        catch (Exception exception)
            when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return ClientEnded;
        }
    }

    private async Task CloseAsync(StreamEnd end, Task<StreamEnd> receiving)
    {
        using CancellationTokenSource deadline = new(ClosingTime);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(end.Status, end.Reason, deadline.Token);
            }

            // The client's farewell, or what it still sends after a fault.
            while (socket.State == WebSocketState.CloseSent && receiving.IsCompleted)
            {
                await socket.ReceiveAsync(Discarded.AsMemory(), deadline.Token);
            }

            await receiving.WaitAsync(deadline.Token);
        }
        catch (Exception exception)
            when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It left without one.
        }

        socket.Abort();
    }

    private static TimeSpan Shortest(params ReadOnlySpan<TimeSpan> times)
    {
        TimeSpan shortest = times[0];
        foreach (TimeSpan one in times)
        {
            shortest = one < shortest ? one : shortest;
        }

        return shortest;
    }
}

/// <summary>How a stream ends.</summary>
/// <param name="Status">The close frame's code.</param>
/// <param name="Reason">Why.</param>
internal sealed record StreamEnd(WebSocketCloseStatus Status, string Reason);
