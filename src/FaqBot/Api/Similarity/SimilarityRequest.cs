using System.ComponentModel;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Similarity;

/// <summary>Body of <c>POST /similarity</c>; documents the route, <see cref="SimilarityRequestReader"/> reads it.</summary>
internal sealed record SimilarityRequest(
    [property: JsonPropertyName("sentence_a"), Description("The first sentence; needed unless pairs are given.")] string? SentenceA,
    [property: JsonPropertyName("sentence_b"), Description("The second sentence, for one comparison.")] string? SentenceB,
    [property: JsonPropertyName("sentences"),
        Description("Sentences to compare the first one with, at most 1024, instead of sentence_b.")] string[]? Sentences,
    [property: JsonPropertyName("pairs"), Description("Pairs to compare, at most 1024, instead of all the others.")] SentencePair[]? Pairs);

/// <summary>Two sentences to compare.</summary>
internal sealed record SentencePair(
    [property: JsonPropertyName("sentence_a")] string SentenceA,
    [property: JsonPropertyName("sentence_b")] string SentenceB);

/// <summary>What is to be compared.</summary>
/// <param name="Pairs">The pairs as they came.</param>
/// <param name="IsList">Whether the reply is a list.</param>
internal sealed record Comparison(IReadOnlyList<SentencePair> Pairs, bool IsList);
