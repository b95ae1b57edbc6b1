using System.ComponentModel;
using System.Text.Json.Serialization;
using FaqBot.Core.Similarity;

namespace FaqBot.Api.Similarity;

/// <summary>How alike two sentences are.</summary>
internal sealed record SimilarityResult(
    [property: JsonPropertyName("sentence_a")] string SentenceA,
    [property: JsonPropertyName("sentence_b")] string SentenceB,
    [property: JsonPropertyName("similarity"),
        Description(
            "0 for unrelated sentences, 0.5 where the same and not the same are equally likely, 1 for identical ones: comparable between "
            + "models.")] double Similarity,
    [property: JsonPropertyName("level"),
        Description("very_high from 0.9, high from 0.7, medium from 0.5, low from 0.3, very_low below.")] SimilarityLevel Level,
    [property: JsonPropertyName("cosine"), Description("Cosine of the two vectors, -1 to 1: comparable for one model only.")] double Cosine,
    [property: JsonPropertyName("truncated"),
        Description("Whether a sentence was longer than max_tokens and only its beginning was compared.")] bool Truncated);

/// <summary>Reply to <c>POST /similarity</c> with two sentences.</summary>
internal sealed record SimilarityResponse(
    [property: JsonPropertyName("sentence_a")] string SentenceA,
    [property: JsonPropertyName("sentence_b")] string SentenceB,
    [property: JsonPropertyName("similarity"),
        Description(
            "0 for unrelated sentences, 0.5 where the same and not the same are equally likely, 1 for identical ones: comparable between "
            + "models.")] double Similarity,
    [property: JsonPropertyName("level"),
        Description("very_high from 0.9, high from 0.7, medium from 0.5, low from 0.3, very_low below.")] SimilarityLevel Level,
    [property: JsonPropertyName("cosine"), Description("Cosine of the two vectors, -1 to 1: comparable for one model only.")] double Cosine,
    [property: JsonPropertyName("truncated"),
        Description("Whether a sentence was longer than max_tokens and only its beginning was compared.")] bool Truncated,
    [property: JsonPropertyName("status"), Description("ok.")] string Status,
    [property: JsonPropertyName("model"), Description("The encoder: name and start of the fingerprint.")] string Model,
    [property: JsonPropertyName("max_tokens"),
        Description("Most tokens of a sentence; null where a service elsewhere encodes.")] int? MaxTokens,
    [property: JsonPropertyName("elapsed_ms"), Description("Time in the service, in milliseconds.")] double ElapsedMs);

/// <summary>Reply to <c>POST /similarity</c> with pairs, or with one sentence against many.</summary>
internal sealed record SimilarityList(
    [property: JsonPropertyName("results"), Description("In the order of the request.")] IReadOnlyList<SimilarityResult> Results,
    [property: JsonPropertyName("status"), Description("ok.")] string Status,
    [property: JsonPropertyName("model"), Description("The encoder: name and start of the fingerprint.")] string Model,
    [property: JsonPropertyName("max_tokens"),
        Description("Most tokens of a sentence; null where a service elsewhere encodes.")] int? MaxTokens,
    [property: JsonPropertyName("elapsed_ms"), Description("Time in the service, in milliseconds.")] double ElapsedMs);
