using System.Net;
using System.Text.Json;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Messages;

/// <summary>What a message asks.</summary>
/// <param name="Text">The question; empty when there is none.</param>
/// <param name="PreviousEntryId">The entry whose button was clicked, or null.</param>
/// <param name="IsToBot">Whether the bot was meant: always, but in groups only when it is mentioned or one of its buttons was
/// clicked.</param>
/// <param name="IsMention">Whether the bot is mentioned.</param>
internal sealed record MessageText(string Text, string? PreviousEntryId, bool IsToBot, bool IsMention)
{
    /// <summary>Member of a button's value that holds what <see cref="Of"/> reads.</summary>
    public const string ButtonMember = "faqbot";

    /// <summary>Member that holds the question.</summary>
    public const string QuestionMember = "question";

    /// <summary>Member that holds the entry whose button it is.</summary>
    public const string PreviousMember = "previous";

    private const int MostValue = 16 * 1024;

    /// <summary>Reads a message.</summary>
    public static MessageText Of(Activity activity)
    {
        if (Button(activity.Value?.ToString()) is { } button)
        {
            return button;
        }

        string text = activity.Text ?? "";
        bool mentioned = false;
        foreach (Mention mention in activity.GetMentions())
        {
            // The entity says which part of the text it is, if any; the text itself could mean anything.
            bool ofBot = mention.Mentioned?.Id is { } id && id == activity.Recipient?.Id;
            mentioned |= ofBot;
            text = string.IsNullOrEmpty(mention.Text)
                ? text : text.Replace(mention.Text, ofBot ? " " : mention.Mentioned?.Name ?? "", StringComparison.Ordinal);
        }

        // Whatever the format is called: Teams writes entities into plain text, too.
        text = WebUtility.HtmlDecode(text).Trim();
        return new MessageText(text, null, mentioned || !MessageGroup.Is(activity), mentioned);
    }

    private static MessageText? Button(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MostValue || value[0] != '{')
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(value);
            return json.RootElement.TryGetProperty(ButtonMember, out JsonElement button) && button.ValueKind == JsonValueKind.Object
                && Member(button, QuestionMember) is { Length: > 0 } question
                ? new MessageText(question, Member(button, PreviousMember), IsToBot: true, IsMention: false)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
