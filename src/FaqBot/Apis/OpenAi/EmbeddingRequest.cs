using System.ComponentModel;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.OpenAi;

/// <summary>Body of <c>POST /v1/embeddings</c>; documents the route, <see cref="EmbeddingRequestReader"/> reads it.</summary>
internal sealed record EmbeddingRequest(
    [property: JsonPropertyName("input"),
        Description("A text, a list of at most 2048 texts, tokens of this model, or a list of lists of them.")] object Input,
    [property: JsonPropertyName("model"), Description("Any name: the loaded model encodes; the reply repeats it.")] string? Model,
    [property: JsonPropertyName("encoding_format"),
        Description("float (default) or base64: little-endian float32.")] string? EncodingFormat,
    [property: JsonPropertyName("dimensions"),
        Description("Keep the first components only, brought to unit length again.")] int? Dimensions,
    [property: JsonPropertyName("truncate"),
        Description(
            "Beyond the OpenAI API: cut texts that are too long instead of refusing them; by default as "
            + "FaqBot:Http:TruncateEmbeddingTexts says.")] bool? Truncate,
    [property: JsonPropertyName("user"), Description("Not used.")] string? User);

/// <summary>Reply to <c>POST /v1/embeddings</c>.</summary>
internal sealed record EmbeddingList(
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("data")] IReadOnlyList<EmbeddingItem> Data,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("usage")] EmbeddingUsage Usage);

/// <summary>A vector.</summary>
internal sealed record EmbeddingItem(
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("embedding"), Description("A unit vector, as numbers or as base64.")] Embedding.WireVector Embedding);

/// <summary>What a request cost.</summary>
internal sealed record EmbeddingUsage(
    [property: JsonPropertyName("prompt_tokens"),
        Description("Tokens of all texts, special ones included; 0 where a service elsewhere encodes.")] int PromptTokens,
    [property: JsonPropertyName("total_tokens")] int TotalTokens);
