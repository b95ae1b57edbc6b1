using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Feedbacks;

/// <summary><c>POST /api/v1/feedback</c>: what customers say about answers, for the owner to learn from.</summary>
internal static class FeedbackEndpoint
{
    private const string Source = "api";

    public static void MapFeedback(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/feedback", TakeAsync)
            .OpenToAll()
            .WithName("Feedback")
            .WithTags("Asking")
            .WithExample("""{"kb":"shop","question":"怎么申请退货？","entryId":"return-apply","kind":"helpful"}""")
            .WithSummary("Say whether an answer helped, or which suggestion was meant.")
            .WithDescription(
                "Of one user at most 1,000 a day are kept, and none twice; what is beyond is dropped without an error. Of two opinions of "
                + "one user about one answer the later counts.")
            .Accepts<FeedbackRequest>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);

    private static async Task<NoContent> TakeAsync(
        HttpContext http, AnsweringEngine engine, AnsweringOptions options, QuestionLog log, TimeProvider time,
            CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        loaded.Admit(LoadKind.Feedback);
        GivenFeedback given = await FeedbackRequestReader.ReadAsync(http.Request, loaded, options, cancellationToken);
        CatalogHead head = loaded.Catalogs.HeadOf(given.KnowledgeBaseId)
            ?? throw loaded.Catalogs.Missing(given.KnowledgeBaseId);
        Asker asker = RequestAsker.Of(http, Source, given.User, optsOut: given.OptsOut);
        Feedback row = new(
            given.KnowledgeBaseId,
            given.Version ?? head.Identity.Number,
            given.Question,
            given.EntryId,
            given.Kind,
            "",
            Source,
            time.GetUtcNow())
        {
            Reason = given.Reason,
            Comment = given.Comment,
        };

        // Writing to the store blocks; the request's thread is better used elsewhere.
        await Task.Run(() => loaded.Keep([log.Privacy.Of(row, asker)]), CancellationToken.None);
        Question.TryParse(given.Question, options.MaxQuestionLength, null, out Question? question, out _);
        log.Add(new SaidOfAnswer(asker, question, row));
        return TypedResults.NoContent();
    }
}
