using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FaqBot.Core.Conversations;

namespace FaqBot.Channels.DirectLine;

/// <summary>Activities and a watermark as clients read them: <c>{"activities": […], "watermark": "7"}</c>.</summary>
internal static class ActivitySet
{
    private const int MostDigits = 15;

    /// <summary>The id of an activity.</summary>
    public static string IdOf(string conversation, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{conversation}|{number:0000000}");

    /// <summary>A watermark: the number of the last activity that a client has.</summary>
    /// <param name="text">The watermark; empty: none yet.</param>
    /// <exception cref="DirectLineException">It is none.</exception>
    public static long ReadWatermark(string? text) => string.IsNullOrEmpty(text)
        ? 0
        : text.Length <= MostDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw DirectLineException.BadArgument("The watermark is none that was given out.");

    /// <summary>Writes a page.</summary>
    public static ReadOnlyMemory<byte> Write(string conversation, ActivityPage page)
    {
        ArrayBufferWriter<byte> set = new(256 + page.Activities.Sum(activity => activity.Length + (3 * conversation.Length)));
        set.Write("{\"activities\":["u8);
        for (int i = 0; i < page.Activities.Count; i++)
        {
            if (i > 0)
            {
                set.Write(","u8);
            }

            WriteActivity(set, conversation, page.First + i, page.Activities[i]);
        }

        set.Write("],\"watermark\":\""u8);
        WriteText(set, page.End.ToString(CultureInfo.InvariantCulture));
        set.Write("\"}"u8);
        return set.WrittenMemory;
    }

    /// <summary>Writes the sign that a reply is being made, without a watermark.</summary>
    public static ReadOnlyMemory<byte> WriteTyping(string conversation, string botName, DateTimeOffset now)
    {
        ArrayBufferWriter<byte> set = new(512);
        using (Utf8JsonWriter json = new(set))
        {
            json.WriteStartObject();
            json.WriteStartArray("activities");
            json.WriteStartObject();
            json.WriteString("id", $"{conversation}|typing-{now.UtcTicks}");
            BotActivity.WriteTyping(json, conversation, botName, now);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return set.WrittenMemory;
    }

    private static void WriteActivity(ArrayBufferWriter<byte> set, string conversation, long number, ReadOnlySpan<byte> stored)
    {
        set.Write("{\"id\":\""u8);
        WriteText(set, IdOf(conversation, number));
        set.Write("\","u8);
        if (stored[0] > 0)
        {
            set.Write("\"replyToId\":\""u8);
            WriteText(set, IdOf(conversation, number - stored[0]));
            set.Write("\","u8);
        }

        // Behind the first byte and the opening brace.
        set.Write(stored[2..]);
    }

    private static void WriteText(ArrayBufferWriter<byte> set, string text) => System.Text.Encoding.UTF8.GetBytes(text.AsSpan(), set);
}
