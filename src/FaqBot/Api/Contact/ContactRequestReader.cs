using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Handover;
using FaqBot.Http;

namespace FaqBot.Api.Contact;

/// <summary>Reads what a visitor writes to people, and reports all its faults together.</summary>
internal static class ContactRequestReader
{
    private const string Example = "{\"message\": \"…\", \"replyTo\": \"…\"}";
    private const int MostText = 2_000, MostReplyTo = 320, MostTag = 35;

    public static ValueTask<ContactMessage> ReadAsync(
        HttpRequest request, AnsweringOptions options, DateTimeOffset at, CancellationToken cancellationToken) =>
        JsonBody.ReadFieldsAsync(request, Example, fields => Read(fields, options, at), cancellationToken);

    private static ContactMessage Read(JsonMembers fields, AnsweringOptions options, DateTimeOffset at)
    {
        fields.Expect("message", "replyTo", "question", "kb", "language");
        string message = fields.RequiredText("message", MostText).Trim();
        string replyTo = fields.RequiredText("replyTo", MostReplyTo).Trim();
        if (replyTo.Any(char.IsControl))
        {
            fields.Report("replyTo", "Found a control character, expected one line.");
        }

        string? question = fields.Text("question", MostText)?.Trim() is { Length: > 0 } asked ? asked : null;
        string kb = fields.Text("kb", KnowledgeLimits.Id) is { Length: > 0 } named ? named : options.DefaultKnowledgeBase;
        string? tag = fields.Text("language", MostTag);
        string? language = LanguageTag.TryParse(tag, out Language spoken) ? LanguageTag.Of(spoken) : null;
        string text = string.Join('\n', [message, $"← {replyTo}", question is null ? $"[{kb}]" : $"[{kb}] {question}"]);
        return new ContactMessage(text, message, replyTo, question, kb, language, at);
    }
}
