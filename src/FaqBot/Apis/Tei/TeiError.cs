using System.Text.Json.Serialization;

namespace FaqBot.Apis.Tei;

/// <summary>An error as clients of Text Embeddings Inference read it.</summary>
internal sealed record TeiError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_type")] string ErrorType);
