using FaqBot.Apis.EndpointKeys;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Apis.QnaMaker;

/// <summary>The runtime of QnA Maker v4, whose clients can be pointed here: <c>generateAnswer</c> and <c>train</c>.</summary>
/// <remarks>Source: <see href="https://learn.microsoft.com/rest/api/qnamaker4.0/runtime"/>.</remarks>
internal static class QnaMakerEndpoints
{
    private const string Tag = "QnA Maker";
    private const int MostFeedbackBytes = 4 * 1024 * 1024;

    public static void MapQnaMaker(this IEndpointRouteBuilder routes)
    {
        // Clients differ in whether the prefix is in the address that they are given.
        Describe(routes.MapPost("/qnamaker/knowledgebases/{kb}/generateAnswer", GenerateAnswerAsync).WithName("GenerateAnswer")
            .WithSummary("Answer a question, as QnA Maker does.").Produces<GenerateAnswerReply>());
        Describe(routes.MapPost("/qnamaker/knowledgebases/{kb}/train", TrainAsync).WithName("Train")
            .WithSummary("Take what users chose, as QnA Maker does.").Produces(StatusCodes.Status204NoContent)
                .WithMetadata(new FeedbackLimit()));
        routes.MapPost("/knowledgebases/{kb}/generateAnswer", GenerateAnswerAsync).ExcludeFromDescription();
        routes.MapPost("/knowledgebases/{kb}/train", TrainAsync).ExcludeFromDescription().WithMetadata(new FeedbackLimit());
    }

    private static void Describe(RouteHandlerBuilder route) => route.WithTags(Tag)
        .Produces<QnaMakerError>(StatusCodes.Status400BadRequest)
        .Produces<QnaMakerError>(StatusCodes.Status401Unauthorized)
        .Produces<QnaMakerError>(StatusCodes.Status404NotFound)
        .Produces<QnaMakerError>(StatusCodes.Status413PayloadTooLarge)
        .Produces<QnaMakerError>(StatusCodes.Status429TooManyRequests)
        .Produces<QnaMakerError>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<GenerateAnswerReply>> GenerateAnswerAsync(
        string kb, HttpContext http, EndpointGate gate, GenerateAnswerReader reader, AnsweringEngine engine,
            CancellationToken cancellationToken)
    {
        string id = gate.Enter(http, kb);
        GenerateAnswerOrder order = await reader.ReadAsync(http.Request, cancellationToken);
        EntryMatches matches = await order.Query.FindAsync(
            engine.Require(), id, order.IsTest ? Deployment.Test : Deployment.Production, cancellationToken);
        return TypedResults.Ok(GenerateAnswerReply.Of(order.Query, matches));
    }

    private static async Task<NoContent> TrainAsync(
        string kb, HttpContext http, EndpointGate gate, AnsweringEngine engine, TimeProvider time)
    {
        string id = gate.Enter(http, kb);
        LoadedEngine loaded = engine.Require();
        FaqCatalog catalog = loaded.Catalogs.Find(id) ?? throw loaded.Catalogs.Missing(id, new UnknownProjectException());
        IReadOnlyList<Feedback> records = await FeedbackReader.ReadAsync(http, "feedbackRecords", "qnamaker", catalog, time.GetUtcNow());

        // Writing to the store blocks; the request's thread is better used elsewhere.
        await Task.Run(() => loaded.Feedback.Add(records));
        return TypedResults.NoContent();
    }

    /// <summary>A thousand records of a thousand characters.</summary>
    internal sealed class FeedbackLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostFeedbackBytes;
    }
}
