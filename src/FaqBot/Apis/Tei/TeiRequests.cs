using System.ComponentModel;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.Tei;

/// <summary>Body of <c>POST /embed</c> and <c>POST /embed_all</c>; documents the routes, <see cref="TeiRequestReader"/> reads
/// them.</summary>
internal sealed record TeiEmbedRequest(
    [property: JsonPropertyName("inputs"),
        Description("A text, a list of at most 2048 texts, tokens of this model, or a list of lists of them.")] object Inputs,
    [property: JsonPropertyName("normalize"),
        Description("Whether vectors have unit length (default), or come as the model gave them.")] bool? Normalize,
    [property: JsonPropertyName("truncate"), Description("Whether texts that are too long are cut (default) or refused.")] bool? Truncate,
    [property: JsonPropertyName("truncation_direction"),
        Description("What a text that is too long loses: Right (default) its end, Left its beginning.")] string? TruncationDirection,
    [property: JsonPropertyName("prompt_name"),
        Description("A prompt of the model to put before each text, instead of the default one.")] string? PromptName,
    [property: JsonPropertyName("dimensions"), Description("Keep the first components only; not for /embed_all.")] int? Dimensions);

/// <summary>Body of <c>POST /similarity</c> as Text Embeddings Inference knows it.</summary>
internal sealed record TeiSimilarityRequest(string Source, IReadOnlyList<string> Sentences, TeiOptions Options);

/// <summary>Body of <c>POST /rerank</c>.</summary>
internal sealed record TeiRerankRequest(
    [property: JsonPropertyName("query")] string Query,
    [property: JsonPropertyName("texts"), Description("At most 2048.")] IReadOnlyList<string> Texts,
    [property: JsonPropertyName("raw_scores"),
        Description("Whether scores are the model's own numbers, instead of 0 to 1.")] bool RawScores,
    [property: JsonPropertyName("return_text"), Description("Whether the reply repeats the texts.")] bool ReturnText,
    [property: JsonPropertyName("truncate"), Description("Whether texts that are too long are cut (default) or refused.")] bool? Truncate);

/// <summary>A text and how well it fits the query.</summary>
internal sealed record TeiRank(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("score")] float Score,
    [property: JsonPropertyName("text"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text);

/// <summary>Body of <c>POST /tokenize</c>.</summary>
internal sealed record TeiTokenizeRequest(
    [property: JsonPropertyName("inputs"), Description("A text or a list of texts.")] object Inputs,
    [property: JsonPropertyName("add_special_tokens"),
        Description("Whether to frame texts as for the model; true otherwise.")] bool? AddSpecialTokens,
    [property: JsonPropertyName("prompt_name"), Description("A prompt of the model to put before each text.")] string? PromptName);

/// <summary>A token of a text.</summary>
internal sealed record TeiToken(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("special")] bool Special,
    [property: JsonPropertyName("start"),
        Description(
            "First character in the text, from 0; null for special tokens and where normalising has changed the characters.")] int? Start,
    [property: JsonPropertyName("stop"), Description("Character behind the last.")] int? Stop);

/// <summary>Body of <c>POST /decode</c>.</summary>
internal sealed record TeiDecodeRequest(
    [property: JsonPropertyName("ids"), Description("Tokens, or a list of lists of them.")] object Ids,
    [property: JsonPropertyName("skip_special_tokens"),
        Description("Whether to leave special tokens out; true otherwise.")] bool? SkipSpecialTokens);
