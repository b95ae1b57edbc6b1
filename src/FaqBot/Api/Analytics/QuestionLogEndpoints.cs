using FaqBot.Core.Access;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Knowledge;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Analytics;

/// <summary><c>POST /api/v1/question-log/forget</c>: deletes what a person asked. Names stand in the body: URLs are logged.</summary>
internal static class QuestionLogEndpoints
{
    private const int LongestName = 256;
    private const string Example = "{\"user\": \"…\"}";

    public static void MapQuestionLog(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/question-log/forget", ForgetAsync)
        .WithName("ForgetQuestions").Needs(Right.Administer)
        .WithSummary("Delete what is kept of a user or of a conversation.")
        .WithDescription("Daily totals stay, in which nobody can be recognised; so do backups.")
        .WithTags("Analytics")
        .Accepts<ForgetRequest>("application/json")
        .WithExample("""{"user":"dl_4711"}""")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<ForgottenQuestions>> ForgetAsync(
        HttpRequest request, QuestionLog log, AnsweringEngine engine, AccessRing ring, CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        ForgetRequest forget = await JsonBody.ReadFieldsAsync(
            request,
            Example,
            fields =>
            {
                fields.Expect("user", "conversation", "kb");
                string? user = fields.Text("user", LongestName), conversation = fields.Text("conversation", LongestName);
                if (string.IsNullOrEmpty(user) == string.IsNullOrEmpty(conversation))
                {
                    fields.Report("user", "Found none or both, expected either user or conversation.");
                }

                return new ForgetRequest(user, conversation, fields.Text("kb", KnowledgeLimits.Id) is { Length: > 0 } kb ? kb : null);
            },
            cancellationToken);

        // The log is no part of the store: what is about to go is marked before it does.
        await Task.Run(ring.Store.Audit.MarkPresent, cancellationToken);

        // Deleting from the file blocks; the request's thread is better used elsewhere.
        int questions = await Task.Run(
            () => forget.User is { Length: > 0 } user
                ? log.ForgetUserAsync(user, forget.Kb, cancellationToken)
                : log.ForgetConversationAsync(forget.Conversation!, forget.Kb, cancellationToken),
            cancellationToken);
        int feedback = forget.User is { Length: > 0 } named
            ? await Task.Run(() => loaded.Forget(kb => log.Privacy.KeysOf(kb, named), forget.Kb), cancellationToken) : 0;
        return TypedResults.Ok(new ForgottenQuestions(questions, feedback));
    }
}
