using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Handover;

/// <summary>What a visitor writes to people, as the target gets it.</summary>
/// <param name="Text">All of it as one text, which incoming webhooks of chat programs show.</param>
/// <param name="Message">What the visitor wrote.</param>
/// <param name="ReplyTo">Where an answer is awaited.</param>
/// <param name="Question">What was asked before; or null.</param>
/// <param name="Kb">The knowledge base that was asked.</param>
/// <param name="Language">Tag of the visitor's language; or null.</param>
/// <param name="At">When it was written.</param>
internal sealed record ContactMessage(
    string Text, string Message, string ReplyTo, string? Question, string Kb, string? Language, DateTimeOffset At);

/// <summary>How it is written, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ContactMessage))]
internal sealed partial class ContactMessageJson : JsonSerializerContext;
