using System.Diagnostics;
using System.Numerics.Tensors;
using FaqBot.Apis.Embedding;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.Tei;

/// <summary>The routes of Text Embeddings Inference, whose clients can be pointed here. <c>/similarity</c> is with ours.</summary>
/// <remarks>Source: <see href="https://huggingface.github.io/text-embeddings-inference/"/>.</remarks>
internal static class TeiEndpoints
{
    private const string Example = "{\"inputs\": \"…\"}";
    private const string RerankExample = "{\"query\": \"…\", \"texts\": [\"…\"]}";
    private const string DecodeExample = "{\"ids\": [0, 2]}";

    public static void MapTei(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapEmbeddingRoutes("Text Embeddings Inference");
        Describe(group.MapPost("/embed", EmbedAsync).WithName("Embed")
            .WithExample("""{"inputs":["怎么申请退货？"]}""").WithSummary("Vectors of texts.")
            .Accepts<TeiEmbedRequest>("application/json"));
        Describe(group.MapPost("/embed_all", EmbedAllAsync).WithName("EmbedAll")
            .WithExample("""{"inputs":["怎么申请退货？"]}""")
            .WithSummary("Vectors of texts' tokens, where the model's graph gives them.")
            .Accepts<TeiEmbedRequest>("application/json"));

        // At the root, too, what a model is for; this one's task is to encode.
        group.Map("/", EmbedAsync).WithMetadata(new PostedRoot.Mark()).ExcludeFromDescription();
        group.MapPost("/embed_sparse", EmbedSparse).ExcludeFromDescription();
        group.MapPost("/predict", Predict).ExcludeFromDescription();
        Describe(group.MapPost("/rerank", RerankAsync).WithName("Rerank")
            .WithExample("""{"query":"退货","texts":["怎么申请退货？","多久发货？"]}""")
            .WithSummary("Judge texts against a query with the cross-encoder of FaqBot:Reranker:Folder.")
            .Accepts<TeiRerankRequest>("application/json"));
        Describe(group.MapPost("/tokenize", TokenizeAsync).WithName("Tokenize")
            .WithExample("""{"inputs":"怎么申请退货？"}""").WithSummary("Tokens of texts.")
            .Accepts<TeiTokenizeRequest>("application/json"));
        Describe(group.MapPost("/decode", DecodeAsync).WithName("Decode")
            .WithExample("""{"ids":[0,2]}""").WithSummary("Texts of tokens.")
            .Accepts<TeiDecodeRequest>("application/json"));
        Describe(group.MapGet("/info", Info).WithName("Info").WithSummary("The loaded model and the limits."));

        AnsweringEngine engine = routes.ServiceProvider.GetRequiredService<AnsweringEngine>();
        EmbeddingMetrics.ObserveQueue(() => engine.Loaded?.Default.WaitingCount ?? 0);

        // Open even with a key, for whoever watches over the process.
        routes.MapGet("/health", Health).DisableRateLimiting().WithName("TeiHealth").WithSummary("Whether texts are encoded.")
            .WithTags("Text Embeddings Inference");
        routes.MapGet("/ping", Health).DisableRateLimiting().ExcludeFromDescription();
    }

    private static void Describe(RouteHandlerBuilder route) => route
        .Produces<TeiError>(StatusCodes.Status400BadRequest)
        .Produces<TeiError>(StatusCodes.Status401Unauthorized)
        .Produces<TeiError>(StatusCodes.Status413PayloadTooLarge)
        .Produces<TeiError>(StatusCodes.Status422UnprocessableEntity)
        .Produces<TeiError>(StatusCodes.Status424FailedDependency)
        .Produces<TeiError>(StatusCodes.Status429TooManyRequests)
        .Produces<TeiError>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<WireVector[]>> EmbedAsync(HttpContext context, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        ComputeTimes times = ComputeTimes.Start();
        LoadedEngine loaded = engine.Require();
        TeiEmbedOrder order =
            await JsonBody.ReadAsync(context.Request, Example, body => TeiRequestReader.Embed(body, loaded), cancellationToken);
        PreparedTexts texts = Tokenize(loaded, order, cancellationToken);
        EncodedTexts encoded = await Embedder.EncodeAsync(loaded, texts, cancellationToken);
        times.WriteTo(context.Response, texts, encoded);
        return TypedResults.Ok(encoded.Vectors
            .Select((vector, index) => new WireVector(
                order.Normalize ? Embedder.Shorten(vector, order.Dimensions) : Embedder.Raw(encoded, index, order.Dimensions)))
            .ToArray());
    }

    private static async Task<Ok<WireVector[][]>> EmbedAllAsync(
        HttpContext context, AnsweringEngine engine, Turns turns, CancellationToken cancellationToken)
    {
        ComputeTimes times = ComputeTimes.Start();
        LoadedEngine loaded = engine.Require();
        TextEncoder model = loaded.RequireModel();
        TeiEmbedOrder order =
            await JsonBody.ReadAsync(context.Request, Example, body => TeiRequestReader.Embed(body, loaded), cancellationToken);
        if (!model.GivesTokenVectors)
        {
            throw new WrongModelException(
                "The loaded model's graph gives vectors of whole texts only; load an ONNX file with the output last_hidden_state "
                + "(FaqBot:Encoder:File).");
        }

        PreparedTexts texts = Tokenize(loaded, order, cancellationToken);
        texts.RefuseMore(EmbeddingLimits.TokenVectors);
        List<WireVector[]> vectors = [];
        long started = Stopwatch.GetTimestamp();
        foreach (int[] ids in texts.Ids)
        {
            float[] tokens = await turns.RunAsync(() => model.EncodeTokens(ids), cancellationToken);
            int width = tokens.Length / ids.Length;
            vectors.Add([.. ids.Select((_, token) => new WireVector(tokens.AsMemory(token * width, width)))]);
        }

        times.WriteTo(
            context.Response, texts.Characters, texts.TokenCount, texts.Tokenizing, TimeSpan.Zero, Stopwatch.GetElapsedTime(started));
        return TypedResults.Ok(vectors.ToArray());
    }

    private static Ok Predict() =>
        throw new WrongModelException("The loaded model is no classifier; ask /embed for vectors, /rerank for how well texts fit.");

    private static Ok EmbedSparse() =>
        throw new WrongModelException("Sparse vectors need a SPLADE model, which this service does not run; ask /embed.");

    private static async Task<Ok<TeiRank[]>> RerankAsync(HttpContext context, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        ComputeTimes times = ComputeTimes.Start();
        LoadedEngine loaded = engine.Require();
        TeiRerankRequest order = await JsonBody.ReadAsync(context.Request, RerankExample, TeiRequestReader.Rerank, cancellationToken);
        if (loaded.Reranker is not { } reranker)
        {
            throw new WrongModelException(
                "The loaded model is no re-ranker. Set FaqBot:Reranker:Folder to a cross-encoder, or ask /api/v1/rank, which compares "
                + "vectors.");
        }

        if (order.Truncate is false)
        {
            RefuseLong(reranker, order, cancellationToken);
        }

        long started = Stopwatch.GetTimestamp();
        float[] scores = await reranker.ScoreAsync(order.Query, order.Texts, cancellationToken);
        int characters = order.Texts.Sum(text => order.Query.Length + text.Length);
        times.WriteTo(context.Response, characters, 0, TimeSpan.Zero, TimeSpan.Zero, Stopwatch.GetElapsedTime(started));
        if (!order.RawScores)
        {
            TensorPrimitives.Sigmoid(scores, scores);
        }

        return TypedResults.Ok(scores
            .Select((score, index) => new TeiRank(index, score, order.ReturnText ? order.Texts[index] : null))
            .OrderByDescending(rank => rank.Score)
            .ToArray());
    }

    private static async Task<Ok<TeiToken[][]>> TokenizeAsync(
        HttpRequest request, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        ModelTokenizer tokenizer = loaded.RequireModel().Tokenizer;
        (IReadOnlyList<string> texts, bool frame) = await JsonBody.ReadAsync(
            request, Example, body => TeiRequestReader.Tokenize(body, loaded), cancellationToken);
        return TypedResults.Ok(texts.Select(text => TokenView.Of(tokenizer, text, frame, cancellationToken)).ToArray());
    }

    private static async Task<Ok<string[]>> DecodeAsync(HttpRequest request, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        ModelTokenizer tokenizer = engine.Require().RequireModel().Tokenizer;
        (IReadOnlyList<int[]> ids, bool skip) = await JsonBody.ReadAsync(
            request, DecodeExample, body => TeiRequestReader.Decode(body, tokenizer.VocabularySize), cancellationToken);
        return TypedResults.Ok(ids.Select(text => TokenView.TextOf(tokenizer, text, skip)).ToArray());
    }

    private static Ok<TeiInfo> Info(AnsweringEngine engine, ModelOptions options) => TypedResults.Ok(TeiInfo.Of(engine.Require(), options));

    private static Ok Health(AnsweringEngine engine, EndingState ending)
    {
        ending.ThrowIfEnding();
        engine.Require();
        return TypedResults.Ok();
    }

    private static PreparedTexts Tokenize(LoadedEngine loaded, TeiEmbedOrder order, CancellationToken cancellationToken)
    {
        PreparedTexts texts = PreparedTexts.Of(
            loaded, order.Inputs, order.Options.Prompt, cancellationToken, order.Options.KeepEnd);
        if (!order.Options.Truncate)
        {
            texts.RefuseCut("inputs");
        }

        return texts;
    }

    private static void RefuseLong(Reranker reranker, TeiRerankRequest order, CancellationToken cancellationToken)
    {
        RequestFaults faults = new();
        int most = reranker.Model.MaxTokens;
        int[] ids = new int[most + 1], types = new int[most + 1];
        for (int i = 0; i < order.Texts.Count; i++)
        {
            if (reranker.Model.Tokenizer.EncodePairForModel(order.Query, order.Texts[i], ids, types, cancellationToken) > most)
            {
                faults.Add($"texts[{i}]", $"Query and text have more than {most} tokens together, which is what the model takes.",
                    FaultCode.TextTooLong);
            }
        }

        faults.ThrowIfAny();
    }
}
