using FaqBot.Core.Answering;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Texts;

namespace FaqBot.Api.Asking;

/// <summary><c>POST /api/v1/ask</c>.</summary>
internal static class AskEndpoint
{
    public static void MapAsk(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/ask", AskAsync)
            .OpenToAll()
            .WithMetadata(new AskRoute())
            .WithName("Ask")
            .WithTags("Asking")
            .WithExample("""{"question":"怎么申请退货？","kb":"shop","top":3,"conversationId":"visitor-4711"}""")
            .WithSummary("Answer a question.")
            .Accepts<AskRequest>("application/json")
            .Produces<AskResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<AskResult> AskAsync(
        HttpRequest request,
        AskRequestReader reader,
        KnownBodies bodies,
        AnsweringEngine engine,
        ChannelOptions channels,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        LoadedEngine loaded = engine.Require();
        (Ask ask, AskingUser user) = await reader.ReadAsync(request, cancellationToken);
        int changes = loaded.Catalogs.Changes;

        // What names somebody is theirs alone, and not to be kept.
        byte[]? unknown = user is { User: null, Conversation: null } ? RepeatedQuestions.UnknownBodyOf(request.HttpContext) : null;
        AskBody body = new(unknown is null ? ask : ask with { Repeated = new RepeatedAsk() }, user);
        Reply reply = await loaded.Answerer.AnswerAsync(body.By(request.HttpContext), cancellationToken);
        if (body.Ask.Repeated is { HasReply: true })
        {
            bodies.Keep(unknown!, body, changes);
        }

        return new AskResult(AskResponse.Of(reply, AskHandover.Of(reply, channels, time.GetUtcNow()), time.GetElapsedTime(started)));
    }
}
