using System.Numerics.Tensors;
using FaqBot.Apis.Embedding;
using FaqBot.Apis.Tei;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Api.Similarity;

/// <summary><c>POST /similarity</c>: how alike sentences are.</summary>
internal static class SimilarityEndpoint
{
    private const string Example = "{\"sentence_a\": \"…\", \"sentence_b\": \"…\"}";

    public static void MapSimilarity(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapEmbeddingRoutes("Similarity");
        group.MapPost("/similarity", CompareAsync)
            .WithName("Similarity")
            .WithSummary("Compare two sentences, pairs of sentences, or one sentence with many.")
            .WithDescription(
                "Also takes the body of Text Embeddings Inference ({\"inputs\": {\"source_sentence\", \"sentences\"}}) and then replies as "
                + "that does: with plain cosines.")
            .Accepts<SimilarityRequest>("application/json")
            .Produces<SimilarityResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapRank();
    }

    private static async Task<IResult> CompareAsync(
        HttpContext context, AnsweringEngine engine, TimeProvider time, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        LoadedEngine loaded = engine.Require();
        (Comparison? own, TeiSimilarityRequest? foreign) = await JsonBody.ReadAsync(
            context.Request,
            Example,
            body => TeiSimilarity.IsIn(body)
                ? ((Comparison?)null, TeiSimilarity.Read(body, context))
                : (SimilarityRequestReader.Read(body), null),
            cancellationToken);
        if (foreign is not null)
        {
            return await TeiSimilarity.CompareAsync(loaded, foreign, cancellationToken);
        }

        IReadOnlyList<SimilarityResult> results = await ComparePairsAsync(loaded, own!.Pairs, cancellationToken);
        double elapsed = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
        if (own.IsList)
        {
            return TypedResults.Ok(new SimilarityList(results, "ok", loaded.Identity.Display, loaded.MaxTokens, elapsed));
        }

        SimilarityResult one = results[0];
        return TypedResults.Ok(new SimilarityResponse(
            one.SentenceA, one.SentenceB, one.Similarity, one.Level, one.Cosine, one.Truncated, "ok", loaded.Identity.Display,
                loaded.MaxTokens, elapsed));
    }

    /// <summary>Compares pairs; a sentence that stands in several is encoded once.</summary>
    private static async Task<IReadOnlyList<SimilarityResult>> ComparePairsAsync(
        LoadedEngine loaded, IReadOnlyList<SentencePair> pairs, CancellationToken cancellationToken)
    {
        // Normalised as questions are: a cosine is that of the same question and entry in an answer.
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        int Row(string sentence)
        {
            string clean = TextNormalizer.ForEncoding(sentence);
            return rows.TryGetValue(clean, out int row) ? row : rows[clean] = rows.Count;
        }

        (int First, int Second)[] places = [.. pairs.Select(pair => (Row(pair.SentenceA), Row(pair.SentenceB)))];
        SimilarityScale scale = loaded.Scale;
        PreparedTexts texts = PreparedTexts.Of(
            loaded, [.. rows.OrderBy(row => row.Value).Select(row => new TextInput(row.Key, null))]);
        IReadOnlyList<ReadOnlyMemory<float>> vectors = await Embedder.EncodeAsync(loaded, texts, cancellationToken);
        return
        [
            .. pairs.Zip(places, (pair, place) =>
            {
                double cosine = TensorPrimitives.Dot(vectors[place.First].Span, vectors[place.Second].Span);
                double similarity = scale.Of(cosine);
                return new SimilarityResult(
                    pair.SentenceA, pair.SentenceB, similarity, SimilarityScale.LevelOf(similarity), Math.Round(cosine, 4),
                    texts.IsCut[place.First] || texts.IsCut[place.Second]);
            }),
        ];
    }
}
