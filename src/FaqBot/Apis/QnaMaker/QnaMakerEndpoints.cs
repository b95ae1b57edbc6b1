using FaqBot.Apis.EndpointKeys;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.QnaMaker;

/// <summary>The runtime of QnA Maker, whose clients can be pointed here: <c>generateAnswer</c> and <c>train</c>.</summary>
/// <remarks>Source: <see href="https://learn.microsoft.com/rest/api/qnamaker4.0/runtime"/>.</remarks>
internal static class QnaMakerEndpoints
{
    private const string Tag = "QnA Maker";

    // Clients differ in whether the prefix is in the address that they are given, and in whether they name a version.
    private static readonly string[] OtherPrefixes =
        ["", "/qnamaker/v4.0", "/qnamaker/v5.0-preview.1", "/qnamaker/v5.0-preview.2"];

    public static void MapQnaMaker(this IEndpointRouteBuilder routes)
    {
        Describe(routes.MapPost("/qnamaker/knowledgebases/{kb}/generateAnswer", GenerateAnswerAsync).WithName("GenerateAnswer")
            .WithExample("""{"question":"怎么申请退货？","top":3,"scoreThreshold":30}""")
            .WithSummary("Answer a question, as QnA Maker does.").Produces<GenerateAnswerReply>());
        Describe(routes.MapPost("/qnamaker/knowledgebases/{kb}/train", TrainAsync).WithName("Train")
            .WithExample("""{"feedbackRecords":[{"userId":"1","userQuestion":"退货","qnaId":1000000001}]}""")
            .WithSummary("Take what users chose, as QnA Maker does.").Produces(StatusCodes.Status204NoContent)
                .WithMetadata(ChosenAnswers.BodyLimit));
        foreach (string prefix in OtherPrefixes)
        {
            routes.MapPost(prefix + "/knowledgebases/{kb}/generateAnswer", GenerateAnswerAsync).ExcludeFromDescription();
            routes.MapPost(prefix + "/knowledgebases/{kb}/train", TrainAsync).ExcludeFromDescription()
                .WithMetadata(ChosenAnswers.BodyLimit);
        }
    }

    private static void Describe(RouteHandlerBuilder route) => route.WithTags(Tag).GuardedBy(Guard.EndpointKey).WithExample("kb", "shop")
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
        EntryQuery query = order.Query with { Asker = RequestAsker.Of(http, Asker.QnaMaker, order.Query.User) };
        EntryMatches matches = await query.FindAsync(
            engine.Require(), id, order.IsTest ? Deployment.Test : Deployment.Production, cancellationToken);
        return TypedResults.Ok(GenerateAnswerReply.Of(order.Query, matches));
    }

    private static Task<NoContent> TrainAsync(
        string kb, HttpContext http, EndpointGate gate, AnsweringEngine engine, QuestionLog log, TimeProvider time) =>
        ChosenAnswers.AddAsync(http, gate.Enter(http, kb), "feedbackRecords", Asker.QnaMaker, engine, log, time);
}
