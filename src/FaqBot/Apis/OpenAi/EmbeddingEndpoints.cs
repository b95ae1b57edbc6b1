using FaqBot.Apis.Embedding;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.OpenAi;

/// <summary><c>/v1/embeddings</c> and <c>/v1/models</c>, as clients of the OpenAI API know them.</summary>
/// <remarks>Source: <see href="https://platform.openai.com/docs/api-reference/embeddings"/>.</remarks>
internal static class EmbeddingEndpoints
{
    private const string Example = "{\"input\": \"…\", \"model\": \"…\"}";

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapEmbeddingRoutes("OpenAI");
        group.MapPost("/v1/embeddings", EncodeAsync)
            .WithName("CreateEmbedding")
            .WithExample("""{"input":["怎么申请退货？","How do I return an item?"],"model":"faqbot"}""")
            .WithSummary("Vectors of texts, as the OpenAI API gives them.")
            .Accepts<EmbeddingRequest>("application/json")
            .Produces<OpenAiError>(StatusCodes.Status400BadRequest)
            .Produces<OpenAiError>(StatusCodes.Status401Unauthorized)
            .Produces<OpenAiError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<OpenAiError>(StatusCodes.Status429TooManyRequests)
            .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/embeddings", EncodeAsync).ExcludeFromDescription();
        group.MapGet("/v1/models", List)
            .WithName("ListModels")
            .WithSummary("The loaded model.")
            .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/v1/models/{**id}", Show)
            .WithName("RetrieveModel")
            .WithSummary("The loaded model, by its name.")
            .Produces<OpenAiError>(StatusCodes.Status404NotFound)
            .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<EmbeddingList>> EncodeAsync(
        HttpRequest request, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        EmbeddingOrder order = await JsonBody.ReadAsync(
            request, Example, body => EmbeddingRequestReader.Read(body, loaded), cancellationToken);
        PreparedTexts texts = PreparedTexts.Of(loaded, order.Inputs, null, cancellationToken);
        if (!order.Truncate)
        {
            texts.RefuseCut("input");
        }

        IReadOnlyList<ReadOnlyMemory<float>> vectors = await Embedder.EncodeAsync(loaded, texts, cancellationToken);
        return TypedResults.Ok(new EmbeddingList(
            "list",
            [.. vectors.Select((vector, index) => new EmbeddingItem(
                "embedding", index, new WireVector(Embedder.Shorten(vector, order.Dimensions), order.IsBase64)))],
            order.Model ?? loaded.Identity.Name,
            new EmbeddingUsage(texts.TokenCount, texts.TokenCount)));
    }

    private static Ok<ModelList> List(AnsweringEngine engine) =>
        TypedResults.Ok(new ModelList("list", [ModelCard.Of(engine.Require().Identity)]));

    private static Ok<ModelCard> Show(string id, AnsweringEngine engine)
    {
        ModelCard loaded = ModelCard.Of(engine.Require().Identity);
        return id == loaded.Id ? TypedResults.Ok(loaded) : throw new UnknownModelException(loaded.Id);
    }
}
