using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FaqBot.Core.Answering;
using FaqBot.Http;
using FaqBot.Texts;

namespace FaqBot.Api.Asking;

/// <summary>A kept reply as the bytes that are sent, but for the time that it took.</summary>
/// <param name="channels">Says what is offered beside.</param>
/// <param name="time">Tells when somebody is there.</param>
internal sealed class PreparedReplies(ChannelOptions channels, TimeProvider time)
{
    // The last member, which each request has a value of its own for.
    private const int LongestEnd = 40;

    private readonly ConditionalWeakTable<Reply, byte[]> _beginnings = [];
    /// <summary>Sends a kept reply.</summary>
    /// <param name="http">The reply's way.</param>
    /// <param name="reply">The reply, which others get, too: see <see cref="Reply.IsKept"/>.</param>
    /// <param name="elapsed">How long it took.</param>
    public Task SendAsync(HttpResponse http, Reply reply, TimeSpan elapsed)
    {
        // Whether somebody is there changes with the hour.
        if (AskHandover.Of(reply, channels, time.GetUtcNow()) is { } handover)
        {
            return new AskResult(AskResponse.Of(reply, handover, elapsed)).ExecuteAsync(http.HttpContext);
        }

        byte[] beginning = _beginnings.GetValue(reply, Begin);
        Span<byte> end = stackalloc byte[LongestEnd];
        Utf8Formatter.TryFormat(AskResponse.Milliseconds(elapsed), end, out int digits);
        end[digits] = (byte)'}';
        http.ContentType = AskResult.ContentType;
        http.ContentLength = beginning.Length + digits + 1;
        http.BodyWriter.Write(beginning);
        http.BodyWriter.Write(end[..(digits + 1)]);

        // Not cancelled with the caller: see AskResult.
        ValueTask<System.IO.Pipelines.FlushResult> sent = http.BodyWriter.FlushAsync(CancellationToken.None);
        return sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }

    private static byte[] Begin(Reply reply)
    {
        ArrayBufferWriter<byte> bytes = new(2_048);
        using (Utf8JsonWriter json = new(bytes, AskResult.Writing))
        {
            AskJson.Default.AskResponse.SerializeHandler!(json, AskResponse.Of(reply, handover: null, TimeSpan.Zero));
        }

        ReadOnlySpan<byte> whole = bytes.WrittenSpan, noTime = "\"elapsedMs\":0}"u8;
        return whole.EndsWith(noTime) ? whole[..^2].ToArray()
            : throw new InvalidOperationException("The time is not the last member of a reply.");
    }
}
