using System.Text.Json.Serialization;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>An error as clients of the Language service read it.</summary>
internal sealed record LanguageError(LanguageErrorBody Error);

/// <summary>What went wrong.</summary>
internal sealed record LanguageErrorBody(
    string Code,
    string Message,
    string? Target,
    IReadOnlyList<LanguageErrorDetail> Details,
    [property: JsonPropertyName("innererror")] LanguageInnerError InnerError);

/// <summary>One fault of a request.</summary>
internal sealed record LanguageErrorDetail(string Code, string Message, string? Target);

/// <summary>The service's own name of the failure.</summary>
internal sealed record LanguageInnerError(string Code, string Message);
