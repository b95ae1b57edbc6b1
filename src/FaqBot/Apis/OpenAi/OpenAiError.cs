using System.Text.Json.Serialization;

namespace FaqBot.Apis.OpenAi;

/// <summary>An error as clients of the OpenAI API read it.</summary>
internal sealed record OpenAiError([property: JsonPropertyName("error")] OpenAiErrorDetail Error);

/// <summary>What went wrong.</summary>
internal sealed record OpenAiErrorDetail(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("param")] string? Param,
    [property: JsonPropertyName("code")] string? Code);
