using System.ComponentModel;
using FaqBot.Core.Similarity;

namespace FaqBot.Api.Similarity;

/// <summary>Body of <c>POST /api/v1/rank</c>; documents the route, <see cref="RankEndpoint"/> reads it.</summary>
internal sealed record RankRequest(
    [property: Description("What the texts are compared with.")] string? Query,
    [property: Description(
        "Several queries instead of one, at most 100: "
        + "their mean is what the texts are compared with, such as a reader's interests.")] string[]? Queries,
    [property: Description("The texts to rank, at most 2048.")] string[] Texts,
    [property: Description("How many of the best to give; all otherwise.")] int? Top,
    [property: Description("Whether the reply repeats the texts; true otherwise.")] bool? ReturnTexts);

/// <summary>Reply to <c>POST /api/v1/rank</c>.</summary>
internal sealed record RankResponse(
    [property: Description("The nearest texts, best first.")] IReadOnlyList<RankedText> Results,
    [property: Description("The encoder: name and start of the fingerprint.")] string Model,
    [property: Description(
        "Most tokens of a text; only the beginning of longer ones is compared. Null where a service elsewhere encodes.")] int? MaxTokens,
    [property: Description("Time in the service, in milliseconds.")] double ElapsedMs);

/// <summary>A text and how near it is.</summary>
internal sealed record RankedText(
    [property: Description("Place of the text in the request, from 0.")] int Index,
    [property: Description(
        "0 for unrelated texts, 0.5 where the same and not the same are equally likely, 1 for identical ones.")] double Similarity,
    SimilarityLevel Level,
    [property: Description("Cosine of the vectors, -1 to 1.")] double Cosine,
    bool Truncated,
    string? Text);
