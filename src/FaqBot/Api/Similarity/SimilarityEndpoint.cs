using System.Numerics.Tensors;
using FaqBot.Apis.Embedding;
using FaqBot.Apis.Tei;
using FaqBot.Core.Answering;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Api.Similarity;

/// <summary><c>POST /similarity</c>: how alike sentences are.</summary>
internal static class SimilarityEndpoint
{
    // Below it nobody would take one for the other.
    private const double LeastDoubted = 0.5;

    private const string Example = "{\"sentence_a\": \"…\", \"sentence_b\": \"…\"}";

    public static void MapSimilarity(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapEmbeddingRoutes("Similarity");
        group.MapPost("/similarity", CompareAsync)
            .WithName("Similarity")
            .WithExample("""{"sentence_a":"怎么申请退货？","sentence_b":"我想退货"}""")
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
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
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
            return await TeiSimilarity.CompareAsync(context.Response, loaded, foreign, cancellationToken);
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
        string[] sentences = [.. rows.OrderBy(row => row.Value).Select(row => row.Key)];
        PreparedTexts texts = PreparedTexts.Of(
            loaded, [.. sentences.Select(sentence => new TextInput(sentence, null))], null, cancellationToken);
        (int First, int Second)[] doubtful = loaded.Judge is null ? []
            : [.. places.Where(place => DecidingDifference.IsBetween(sentences[place.First], sentences[place.Second])).Distinct()];
        Dictionary<int, JudgedText> read = await ReadAsync(loaded.Judge, sentences, doubtful, cancellationToken);
        ReadOnlyMemory<float>[] vectors = await VectorsOfAsync(loaded, texts, read, cancellationToken);
        double[] cosines =
            [.. places.Select(place => (double)TensorPrimitives.Dot(vectors[place.First].Span, vectors[place.Second].Span))];
        double[] similarities = [.. cosines.Select(scale.Of)];
        await LowerAsync(loaded.Judge, places, read, [.. doubtful], similarities, cancellationToken);
        return
        [
            .. pairs.Select((pair, i) => new SimilarityResult(
                pair.SentenceA,
                pair.SentenceB,
                similarities[i],
                SimilarityScale.LevelOf(similarities[i]),
                Math.Round(cosines[i], 4),
                texts.IsCut[places[i].First] || texts.IsCut[places[i].Second])),
        ];
    }

    /// <summary>Encodes the sentences that a judge may read, for it and for their vectors at once.</summary>
    private static async Task<Dictionary<int, JudgedText>> ReadAsync(
        PairJudge? judge, string[] sentences, (int First, int Second)[] doubtful, CancellationToken cancellationToken)
    {
        int[] rows = [.. doubtful.SelectMany(place => new[] { place.First, place.Second }).Distinct()];
        JudgedText[] read = rows.Length == 0
            ? [] : await judge!.Questions.ReadAsync(
                [.. rows.Select(row => sentences[row])], judge.Questions.Policy.ShareOf(LoadKind.Embeddings, ""), cancellationToken);
        return rows.Zip(read).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static async Task<ReadOnlyMemory<float>[]> VectorsOfAsync(
        LoadedEngine loaded, PreparedTexts texts, Dictionary<int, JudgedText> read, CancellationToken cancellationToken)
    {
        int[] others = [.. Enumerable.Range(0, texts.IsCut.Count).Where(row => !read.ContainsKey(row))];
        IReadOnlyList<ReadOnlyMemory<float>> encoded =
            others.Length == 0 ? [] : (await Embedder.EncodeAsync(loaded, texts.Only(others), cancellationToken)).Vectors;
        Dictionary<int, ReadOnlyMemory<float>> vectors = others.Zip(encoded).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. Enumerable.Range(0, texts.IsCut.Count)
                .Select(row => read.TryGetValue(row, out JudgedText? judged) ? judged.Vector : vectors[row]),
        ];
    }

    /// <summary>Lowers what is alike to a cosine and differs in what decides, where a judge says that it does not mean the same.</summary>
    private static async Task LowerAsync(
        PairJudge? judge,
        (int First, int Second)[] places,
        Dictionary<int, JudgedText> read,
        HashSet<(int First, int Second)> doubtful,
        double[] similarities,
        CancellationToken cancellationToken)
    {
        int[] judged =
            [.. Enumerable.Range(0, places.Length).Where(i => similarities[i] >= LeastDoubted && doubtful.Contains(places[i]))];
        if (judged.Length == 0)
        {
            return;
        }

        double[] logits = await judge!.ScoreBothWaysAsync(
            [.. judged.Select(i => (read[places[i].First], read[places[i].Second]))], cancellationToken);
        foreach ((int i, double logit) in judged.Zip(logits))
        {
            similarities[i] = SimilarityScale.Lower(similarities[i], logit);
        }
    }
}
