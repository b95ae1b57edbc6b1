using System.ComponentModel;
using FaqBot.Apis.Embedding;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.OpenAi;

/// <summary><c>/v1/embeddings</c> and <c>/v1/models</c>, as clients of the OpenAI API know them, also at the paths of Azure
/// OpenAI.</summary>
/// <remarks>Source: <see href="https://platform.openai.com/docs/api-reference/embeddings"/>.</remarks>
internal static class EmbeddingEndpoints
{
    private const string Example = "{\"input\": \"…\", \"model\": \"…\"}";

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapEmbeddingRoutes("OpenAI");
        Describe(group.MapPost("/v1/embeddings", EncodeAsync).WithName("CreateEmbedding")
            .WithExample("""{"input":["怎么申请退货？","How do I return an item?"],"model":"faqbot"}""")
            .WithSummary("Vectors of texts, as the OpenAI API gives them."));
        Describe(group.MapPost("/openai/deployments/{deployment}/embeddings", EncodeAtAzureAsync).WithName("CreateAzureEmbedding")
            .WithExample("""{"input":["怎么申请退货？","How do I return an item?"]}""")
            .WithSummary("Vectors of texts, as Azure OpenAI gives them; any deployment and any api-version is the loaded model."));
        group.MapPost("/embeddings", EncodeAsync).ExcludeFromDescription();
        group.MapPost("/openai/v1/embeddings", EncodeAsync).ExcludeFromDescription();
        group.MapGet("/v1/models", List)
            .WithName("ListModels")
            .WithSummary("The loaded model.")
            .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/v1/models/{**id}", Show)
            .WithName("RetrieveModel")
            .WithSummary("The loaded model, by its name.")
            .Produces<OpenAiError>(StatusCodes.Status404NotFound)
            .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/openai/v1/models", List).ExcludeFromDescription();
        group.MapGet("/openai/v1/models/{**id}", Show).ExcludeFromDescription();
    }

    private static void Describe(RouteHandlerBuilder route) => route
        .Accepts<EmbeddingRequest>("application/json")
        .Produces<OpenAiError>(StatusCodes.Status400BadRequest)
        .Produces<OpenAiError>(StatusCodes.Status401Unauthorized)
        .Produces<OpenAiError>(StatusCodes.Status413PayloadTooLarge)
        .Produces<OpenAiError>(StatusCodes.Status429TooManyRequests)
        .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The name of the deployment is its caller's: whatever it is, the loaded model answers.</summary>
    private static Task<Ok<EmbeddingList>> EncodeAtAzureAsync(
        [Description("Any name.")] string deployment, HttpContext context, AnsweringEngine engine, HttpOptions options,
            CancellationToken cancellationToken) =>
        EncodeAsync(context, engine, options, cancellationToken);

    private static async Task<Ok<EmbeddingList>> EncodeAsync(
        HttpContext context, AnsweringEngine engine, HttpOptions options, CancellationToken cancellationToken)
    {
        ComputeTimes times = ComputeTimes.Start();
        LoadedEngine loaded = engine.Require();
        EmbeddingOrder order = await JsonBody.ReadAsync(
            context.Request, Example, body => EmbeddingRequestReader.Read(body, loaded), cancellationToken);
        PreparedTexts texts = PreparedTexts.Of(loaded, order.Inputs, null, cancellationToken);
        if (!(order.Truncate ?? options.TruncateEmbeddingTexts))
        {
            texts.RefuseCut("input");
        }

        EncodedTexts encoded = await Embedder.EncodeAsync(loaded, texts, cancellationToken);
        times.WriteTo(context.Response, texts, encoded);
        return TypedResults.Ok(new EmbeddingList(
            "list",
            [.. encoded.Vectors.Select((vector, index) => new EmbeddingItem(
                "embedding", index, new WireVector(Embedder.Shorten(vector, order.Dimensions), order.IsBase64)))],
            order.Model ?? loaded.Identity.Name,
            new EmbeddingUsage(texts.TokenCount, texts.TokenCount)));
    }

    private static Ok<ModelList> List(AnsweringEngine engine) =>
        TypedResults.Ok(new ModelList("list", [ModelCard.Of(engine.Require())]));

    private static Ok<ModelCard> Show(string id, AnsweringEngine engine)
    {
        ModelCard loaded = ModelCard.Of(engine.Require());
        return id == loaded.Id ? TypedResults.Ok(loaded) : throw new UnknownModelException(loaded.Id);
    }
}
