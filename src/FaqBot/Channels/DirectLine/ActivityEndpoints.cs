using FaqBot.Core.Conversations;
using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary><c>/v3/directline/conversations/{id}/activities</c>: say, and read; <c>…/upload</c> is refused.</summary>
internal static class ActivityEndpoints
{
    private const int MostActivities = 100;

    public static void MapActivities(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/conversations/{id}/activities", PostAsync).WithName("PostActivity").WithSummary("Say something.")
            .Produces<ActivityReceipt>()
            .WithExample("""{"type":"message","from":{"id":"dl_4711"},"text":"怎么申请退货？"}""");
        routes.MapGet("/conversations/{id}/activities", ReadAsync).WithName("ReadActivities")
            .WithSummary("Read what was said after a watermark.");
        routes.MapPost("/conversations/{id}/upload", Refuse).WithName("UploadFile").WithSummary("Refuse a file.");
    }

    private static async Task<IResult> PostAsync(
        string id, HttpRequest request, CallerCheck check, CallLimits limits, ActivityReader reader, MessageTurn turn,
            CancellationToken cancellationToken)
    {
        Caller caller = check.Require(request, id);
        limits.CountMessage(id);
        IncomingActivity incoming = await reader.ReadAsync(request, id, caller, cancellationToken);
        return TypedResults.Json(new ActivityReceipt(await turn.TakeAsync(id, incoming, caller)), DirectLineJson.Default.ActivityReceipt);
    }

    private static async Task<IResult> ReadAsync(
        string id, string? watermark, HttpRequest request, CallerCheck check, ConversationDoor door, IConversationStore store,
            CancellationToken cancellationToken)
    {
        Caller caller = check.Require(request, id);
        long after = ActivitySet.ReadWatermark(watermark);
        ActivityPage? page = await store.ReadAsync(id, after, MostActivities, cancellationToken);
        if (page is null)
        {
            await door.RequireAsync(id, caller, after, null, cancellationToken);
            page = new ActivityPage(after + 1, [], after);
        }

        return TypedResults.Bytes(ActivitySet.Write(id, page), "application/json; charset=utf-8");
    }

    private static IResult Refuse(string id, HttpRequest request, CallerCheck check)
    {
        check.Require(request, id);
        throw new DirectLineException(
            StatusCodes.Status415UnsupportedMediaType, DirectLineCode.NotSupported, "This bot reads no files; send the question as text.");
    }
}
