using System.Net.WebSockets;
using System.Text.Json;

namespace FaqBot.Tests.DirectLine;

/// <summary>A client that listens to a stream.</summary>
internal sealed class Listening : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public ClientWebSocket Socket => _socket;

    /// <summary>Numbers of all activities that came, in their order.</summary>
    public List<long> Numbers { get; } = [];

    public string Watermark { get; private set; } = "";

    public static async Task<Listening> OpenAsync(string url, string? origin = null)
    {
        Listening listening = new();
        listening._socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            listening._socket.Options.SetRequestHeader("Origin", origin);
        }

        await listening._socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken);
        return listening;
    }

    /// <summary>Tries to listen and expects a refusal.</summary>
    /// <returns>The status.</returns>
    public static async Task<int> RefusedAsync(string url, string? origin = null)
    {
        await using Listening listening = new();
        listening._socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            listening._socket.Options.SetRequestHeader("Origin", origin);
        }

        await Assert.ThrowsAsync<WebSocketException>(() =>
            listening._socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken));
        return (int)listening._socket.HttpStatusCode;
    }

    /// <summary>Waits for the next frame.</summary>
    /// <returns>Its text; null when the service closes the stream.</returns>
    public async Task<string?> FrameAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        int size = 0;
        while (true)
        {
            WebSocketReceiveResult received =
                await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer, size, _buffer.Length - size), deadline.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            size += received.Count;
            if (received.EndOfMessage)
            {
                return System.Text.Encoding.UTF8.GetString(_buffer, 0, size);
            }
        }
    }

    /// <summary>Listens until so many activities have come in all.</summary>
    public async Task<JsonElement> UntilAsync(int count)
    {
        JsonElement last = default, set;
        while (Numbers.Count < count)
        {
            string frame = await FrameAsync()
                ?? throw new InvalidOperationException($"Closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
            if (frame.Length == 0 || !(set = JsonElement.Parse(frame)).TryGetProperty("watermark", out JsonElement watermark))
            {
                continue;
            }

            Watermark = watermark.GetString()!;
            foreach (JsonElement activity in set.GetProperty("activities").EnumerateArray())
            {
                last = activity;
                Numbers.Add(
                    long.Parse(activity.GetProperty("id").GetString()!.Split('|')[1], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return last;
    }

    /// <summary>Waits until the service closes the stream.</summary>
    /// <returns>How.</returns>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        while (await FrameAsync() is not null)
        {
        }

        return _socket.CloseStatus;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
