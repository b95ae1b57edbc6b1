using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Contact;

/// <summary>Body of <c>POST /api/v1/contact</c>; documents the route, <see cref="ContactRequestReader"/> reads it.</summary>
internal sealed record ContactRequest(
    [property: Description("What the visitor writes, at most 2,000 characters.")] string Message,
    [property: Description("Where an answer is awaited, such as an address of electronic mail; at most 320 characters.")] string ReplyTo,
    [property: Description("What was asked before, at most 2,000 characters.")] string? Question,
    [property: Description("Knowledge base that was asked; the service's default one otherwise.")] string? Kb,
    [property: Description("Tag of the visitor's language.")] string? Language);

/// <summary>What this route reads, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ContactRequest))]
internal sealed partial class ContactJson : JsonSerializerContext;
