using System.Globalization;
using FaqBot.Api.Analytics;
using FaqBot.Core.Access;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;

namespace FaqBot.Api.Feedbacks;

/// <summary><c>GET /api/v1/kbs/{kb}/feedback</c>: why answers did not help, for whoever mends them.</summary>
internal static class ComplaintEndpoint
{
    private const int DefaultTop = 100, MostShown = 5_000;

    public static void MapComplaints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/kbs/{kb}/feedback", ListAsync)
            .Needs(Right.ReadQuestionTexts)
            .WithName("ListFeedback")
            .WithTags("Suggestions")
            .WithExample("kb", "shop")
            .WithSummary("List answers that did not help, the latest first, with reasons and remarks.")
            .WithDescription("A reason notMyQuestion tells a counter-example: add the question to notThis of the entry.")
            .Produces<ComplaintList>()
            .Produces<string>(contentType: "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListAsync(
        string kb, string? entry, string? top, string? format, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        _ = loaded.Catalogs.HeadOf(kb) ?? throw loaded.Catalogs.Missing(kb);
        RequestFaults faults = new();
        if (entry?.Length > KnowledgeLimits.Id)
        {
            faults.Add("entry", $"Found {entry.Length} characters, expected at most {KnowledgeLimits.Id}.");
        }

        int most = DefaultTop;
        if (top is { Length: > 0 }
            && !(int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= MostShown))
        {
            faults.Add("top", $"Found another value, expected a whole number from 1 to {MostShown}.");
        }

        if (format is not (null or "" or "json" or "csv"))
        {
            faults.Add("format", "Found another word, expected json or csv.");
        }

        faults.ThrowIfAny();

        // Reading the store blocks; the request's thread is better used elsewhere.
        IReadOnlyList<Feedback> said = await Task.Run(
            () => loaded.Complaints(kb, entry is { Length: > 0 } ? entry : null, most), cancellationToken);
        ComplaintList list = new(kb,
        [
            .. said.Select(one => new Complaint(one.Question, one.EntryId, one.Version, one.Reason, one.Comment, one.Source, one.At)),
        ]);
        return format == "csv"
            ? TypedResults.Text(
                CsvTable.Of(
                    list.Complaints,
                    one => [one.Question, one.EntryId, one.Version, one.Reason is { } reason ? Named(reason) : null, one.Comment,
                        one.Source, one.At],
                    "question", "entry", "version", "reason", "comment", "source", "at").ToString(),
                "text/csv", System.Text.Encoding.UTF8)
            : TypedResults.Ok(list);
    }

    private static string Named(FeedbackReason reason) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
