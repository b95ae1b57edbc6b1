using System.Buffers;
using System.Text.Json;
using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary>Activities as they are kept: one byte that says how many activities before the one is that it replies to (0: none), then the
/// JSON object
/// without <c>id</c> and <c>replyToId</c>, which follow from the number that the conversation gives it.</summary>
internal static class BotActivity
{
    public const string BotId = "faqbot";
    public const string ChannelId = "directline";

    /// <summary>The member of <c>value</c> and <c>channelData</c> that holds what only this bot knows.</summary>
    public const string OwnMember = "faqbot";

    private static readonly JsonWriterOptions Options = new() { Encoder = WireJson.Encoder, SkipValidation = true };

    /// <summary>Writes an activity.</summary>
    /// <param name="replyTo">How many activities before it the one is that it replies to; 0: none.</param>
    /// <param name="write">Writes its members; at least one.</param>
    public static byte[] Build(byte replyTo, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        buffer.GetSpan(1)[0] = replyTo;
        buffer.Advance(1);
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes what the bot says.</summary>
    /// <param name="reply">What it says.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="botName">The bot's name.</param>
    /// <param name="replyTo">How many activities before it the one is that it replies to; 0: none.</param>
    /// <param name="now">The present.</param>
    public static byte[] Write(BotReply reply, string conversation, string botName, byte replyTo, DateTimeOffset now) =>
        Build(replyTo, json =>
    {
        WriteHead(json, IncomingActivity.Message, conversation, botName, now);
        json.WriteString("text", reply.Text);
        json.WriteString("textFormat", "markdown");
        json.WriteString("inputHint", reply.Actions.Count > 0 ? "expectingInput" : "acceptingInput");
        if (reply.Actions.Count > 0)
        {
            WriteActions(json, reply.Actions);
        }

        if (reply.Decision is not null)
        {
            WriteDecision(json, reply);
        }
    });

    /// <summary>Writes the event that asks for a person.</summary>
    /// <param name="handoff">What the person needs to know.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="botName">The bot's name.</param>
    /// <param name="replyTo">How many activities before it the one is that it replies to.</param>
    /// <param name="now">The present.</param>
    public static byte[] Write(Handoff handoff, string conversation, string botName, byte replyTo, DateTimeOffset now) =>
        Build(replyTo, json =>
        {
            WriteHead(json, IncomingActivity.Event, conversation, botName, now);
            json.WriteString("name", "handoff.initiate");
            json.WriteStartObject("value");
            json.WriteString("question", handoff.Question);
            json.WriteString("knowledgeBase", handoff.KnowledgeBase);
            json.WriteString("language", handoff.Language);
            json.WriteEndObject();
        });

    /// <summary>Writes the sign that a reply is being made; it is sent, not kept.</summary>
    public static void WriteTyping(Utf8JsonWriter json, string conversation, string botName, DateTimeOffset now) =>
        WriteHead(json, IncomingActivity.Typing, conversation, botName, now);

    private static void WriteHead(Utf8JsonWriter json, string type, string conversation, string botName, DateTimeOffset now)
    {
        json.WriteString("type", type);
        json.WriteString("timestamp", now.UtcDateTime);
        json.WriteString("channelId", ChannelId);
        json.WriteStartObject("from");
        json.WriteString("id", BotId);
        json.WriteString("name", botName);
        json.WriteString("role", "bot");
        json.WriteEndObject();
        json.WriteStartObject("conversation");
        json.WriteString("id", conversation);
        json.WriteEndObject();
    }

    /// <summary>Buttons that name their entry, so that a click needs no search.</summary>
    private static void WriteActions(Utf8JsonWriter json, IReadOnlyList<BotAction> actions)
    {
        json.WriteStartObject("suggestedActions");

        // Nobody in particular; the Microsoft 365 Agents SDK refuses an activity without the list.
        json.WriteStartArray("to");
        json.WriteEndArray();
        json.WriteStartArray("actions");
        foreach (BotAction action in actions)
        {
            json.WriteStartObject();
            json.WriteString("type", "messageBack");
            json.WriteString("title", action.Title);
            json.WriteString("text", action.Title);
            json.WriteString("displayText", action.Title);
            json.WriteStartObject("value");
            json.WriteStartObject(OwnMember);
            json.WriteString("entryId", action.Choice.EntryId);
            if (action.Choice.PreviousEntryId is { } previous)
            {
                json.WriteString("previousEntryId", previous);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, BotReply reply)
    {
        json.WriteStartObject("channelData");
        json.WriteStartObject(OwnMember);
        json.WriteString("decision", reply.Decision);
        json.WriteNumber("confidence", reply.Confidence);
        if (reply.EntryId is not null)
        {
            json.WriteString("entryId", reply.EntryId);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
