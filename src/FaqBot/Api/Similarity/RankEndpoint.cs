using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Apis.Embedding;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.Vectors;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Similarity;

/// <summary><c>POST /api/v1/rank</c>: the texts nearest to a query, or to the mean of several.</summary>
internal static class RankEndpoint
{
    private const int MostQueries = 100;
    private const string Example = "{\"query\": \"…\", \"texts\": [\"…\"]}";

    public static void MapRank(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/rank", RankAsync)
            .OpenToAll()
            .WithName("Rank")
            .WithExample("""{"query":"退货","texts":["怎么申请退货？","多久发货？"]}""")
            .WithSummary("Order texts by how near they are to one query or to several.")
            .Accepts<RankRequest>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<RankResponse>> RankAsync(
        HttpRequest request, AnsweringEngine engine, TimeProvider time, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        LoadedEngine loaded = engine.Require();
        RankRequest rank = await JsonBody.ReadAsync(request, Example, Read, cancellationToken);
        string[] all = [.. rank.Queries!, .. rank.Texts];
        PreparedTexts texts = PreparedTexts.Of(
            loaded, [.. all.Select(text => new TextInput(TextNormalizer.ForEncoding(text), null))], null, cancellationToken);
        IReadOnlyList<ReadOnlyMemory<float>> vectors = (await Embedder.EncodeAsync(loaded, texts, cancellationToken)).Vectors;
        int queries = rank.Queries!.Length;
        SimilarityScale scale = loaded.Scale;
        float[] interest = Mean([.. vectors.Take(queries)]);
        RankedText[] results = Best(interest, [.. vectors.Skip(queries)], rank.Top!.Value, (index, cosine) =>
        {
            double similarity = scale.Of(cosine);
            return new RankedText(
                index, similarity, SimilarityScale.LevelOf(similarity), Math.Round(cosine, 4), texts.IsCut[queries + index],
                rank.ReturnTexts is false ? null : rank.Texts[index]);
        });
        return TypedResults.Ok(new RankResponse(
            results, loaded.Identity.Display, loaded.MaxTokens, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3)));
    }

    private static RankRequest Read(JsonElement body)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        fields.Expect("query", "queries", "texts", "top", "returnTexts");
        IReadOnlyList<string> queries = ReadQueries(fields, faults);
        IReadOnlyList<string> texts = TextInput.ReadTexts(fields, "texts", faults);
        double? top = fields.Number("top", 1, EmbeddingLimits.Texts, whole: true);
        bool? returnTexts = fields.Flag("returnTexts");
        faults.ThrowIfAny();
        return new RankRequest(null, [.. queries], [.. texts], Math.Min((int)(top ?? texts.Count), texts.Count), returnTexts);
    }

    private static IReadOnlyList<string> ReadQueries(JsonMembers fields, RequestFaults faults)
    {
        if (fields.Element("queries") is null)
        {
            string? query = fields.Text("query", EmbeddingLimits.TextLength);
            if (query is null or "" && !faults.Has("query"))
            {
                faults.Add("query", "Missing; expected a text, or a list of them as queries.", FaultCode.EmptyInput);
            }

            return query is null ? [] : [query];
        }

        if (fields.Element("query") is not null)
        {
            faults.Add("query", "Found beside queries, expected one of the two.");
        }

        IReadOnlyList<string> queries = TextInput.ReadTexts(fields, "queries", faults);
        if (queries.Count > MostQueries)
        {
            faults.Add("queries", $"Found {queries.Count} texts, expected at most {MostQueries}.", FaultCode.TooManyTexts);
        }

        return queries;
    }

    /// <summary>The mean of unit vectors, brought to unit length again; zero where they cancel each other out.</summary>
    private static float[] Mean(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        float[] mean = vectors[0].ToArray();
        foreach (ReadOnlyMemory<float> vector in vectors.Skip(1))
        {
            TensorPrimitives.Add(mean, vector.Span, mean);
        }

        UnitLength.Make(mean);
        return mean;
    }

    private static RankedText[] Best(
        float[] query, IReadOnlyList<ReadOnlyMemory<float>> texts, int count, Func<int, double, RankedText> result)
    {
        TopItems best = new(new (float Score, int Item)[count]);
        for (int i = 0; i < texts.Count; i++)
        {
            best.Offer(TensorPrimitives.Dot(query, texts[i].Span), i);
        }

        RankedText[] results = new RankedText[best.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = result(best.Items[i].Item, best.Items[i].Score);
        }

        return results;
    }
}
