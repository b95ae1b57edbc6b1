using System.Text.Json;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Learning;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Learning;

/// <summary><c>/api/v1/kbs/{kb}/suggestions</c>: what customers' questions suggest to change; nothing changes by itself.</summary>
internal static class SuggestionEndpoints
{
    private const int MostShown = 200, LongestWording = 4_000, MostComplaints = 5_000, MostComments = 10;

    public static void MapSuggestions(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/kbs/{kb}")
            .AddEndpointFilter<AdminKeyFilter>()
            .AddEndpointFilter<QuestionTextFilter>()
            .WithTags("Suggestions")
            .GuardedBy(Guard.Admin)
            .WithExample("kb", "shop")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/suggestions", ListAsync).WithName("ListSuggestions").WithSummary(
            "List suggestions, the most valuable first; queue: wordings, gaps, repairs; refresh=true: made anew. Needs the admin key.");
        group.MapGet("/suggestions/{id}/effect", ShowEffectAsync).WithName("ShowSuggestionEffect")
            .WithSummary("Show which other questions would be answered otherwise. Needs the admin key.");
        group.MapPost("/suggestions/{id}/accept", AcceptAsync).WithName("AcceptSuggestion")
            .WithSummary("Accept a suggestion: gives the change to be made. Needs the admin key.")
            .Accepts<AcceptRequest>("application/json")
            .WithExample("""{"wordings":["退货怎么弄"]}""")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/suggestions/{id}/reject", RejectAsync).WithName("RejectSuggestion")
            .WithSummary("Reject a suggestion and its near variants, until the entry changes. Needs the admin key.");
        group.MapGet("/rejections", ListRejections).WithName("ListRejections")
            .WithSummary("List rejected suggestions, the latest first. Needs the admin key.");
        group.MapDelete("/rejections/{id:long}", Unreject).WithName("RemoveRejection")
            .WithSummary("Take a rejection back. Needs the admin key.");
    }

    private static async Task<Ok<SuggestionList>> ListAsync(
        string kb, string? queue, bool? refresh, AnsweringEngine engine, SuggestionBoard board, LearningOptions options,
            CancellationToken cancellationToken)
    {
        RequireBase(engine, kb);
        QueueKind? only = null;
        if (queue is { Length: > 0 })
        {
            RequestFaults faults = new();
            if (queue.All(char.IsAsciiLetter) && Enum.TryParse(queue, ignoreCase: true, out QueueKind named))
            {
                only = named;
            }
            else
            {
                faults.Add("queue", "Found another word, expected wordings, gaps or repairs.");
            }

            faults.ThrowIfAny();
        }

        MadeSuggestions made = await board.GetAsync(kb, refresh ?? false, cancellationToken);
        IReadOnlyList<Feedback> said = await Task.Run(() => engine.Require().Complaints(kb, null, MostComplaints), cancellationToken);
        return TypedResults.Ok(new SuggestionList(
            kb, made.Version, made.At, made.Wordings,
            new SuggestionRule(options.LeastPeople, options.LeastChoices, options.Likeness),
            [
                .. made.All.Where(one => only is null || one.Queue == only).GroupBy(one => one.Queue)
                    .SelectMany(one => one.Take(MostShown)).Select(one => WithReasons(one, said)),
            ]));
    }

    /// <summary>Tells with an entry that does not help why.</summary>
    private static Suggestion WithReasons(Suggestion suggestion, IReadOnlyList<Feedback> said)
    {
        if (suggestion.Queue != QueueKind.Repairs)
        {
            return suggestion;
        }

        Feedback[] own = [.. said.Where(one => one.EntryId == suggestion.EntryId)];
        return suggestion with
        {
            Reasons = [.. own.Select(one => one.Reason).OfType<FeedbackReason>().CountBy(reason => reason)
                .OrderByDescending(pair => pair.Value).Select(pair => new SaidReason(pair.Key, pair.Value))],
            Comments = [.. own.Select(one => one.Comment).OfType<string>().Take(MostComments)],
        };
    }

    private static async Task<Results<Ok<EffectDocument>, ProblemHttpResult>> ShowEffectAsync(
        string kb, string id, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken)
    {
        if (await FindAsync(kb, id, engine, board, cancellationToken) is not { } suggestion)
        {
            return Missing();
        }

        AcceptanceEffect effect = suggestion is { Queue: QueueKind.Wordings, EntryId: { } entry }
            ? await board.EffectAsync(kb, entry, [.. suggestion.Wordings.Select(wording => wording.Text)], cancellationToken)
            : new AcceptanceEffect(0, []);
        return TypedResults.Ok(new EffectDocument(effect.Compared, effect.Steals, effect.Changes));
    }

    private static async Task<Results<Ok<AcceptedSuggestion>, ProblemHttpResult>> AcceptAsync(
        string kb, string id, HttpRequest request, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken)
    {
        AcceptRequest accept = await JsonBody.ReadFieldsAsync(
            request,
            "{\"wordings\": [\"…\"]}",
            fields =>
            {
                fields.Expect("wordings");
                return new AcceptRequest(fields.Element("wordings") is null
                    ? null : [.. fields.Texts("wordings", SuggestionFinder.MostWordings, LongestWording)]);
            },
            cancellationToken);
        if (await FindAsync(kb, id, engine, board, cancellationToken) is not { } suggestion)
        {
            return Missing();
        }

        if (ProposedChange.Of(kb, suggestion, accept.Wordings) is not { } change)
        {
            return TypedResults.Problem(
                "Found a repair or none of the suggestion's wordings; expected wordings as they are listed. What a repair needs, a person "
                + "decides.", statusCode: StatusCodes.Status409Conflict, title: "There is nothing to accept.");
        }

        if (board.Taker is { } taker)
        {
            await taker(change, cancellationToken);
        }

        // Of a wording that is one entry's now, no other's suggestion is left: the next list is made of what is published then.
        board.Remove(kb, id);
        return TypedResults.Ok(new AcceptedSuggestion(change, board.Taker is not null));
    }

    private static async Task<Results<Ok<RejectionSummary>, ProblemHttpResult>> RejectAsync(
        string kb, string id, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken) =>
        await FindAsync(kb, id, engine, board, cancellationToken) is { } suggestion
            ? TypedResults.Ok(SummaryOf(await board.RejectAsync(kb, suggestion, cancellationToken))) : Missing();

    private static Ok<RejectionList> ListRejections(string kb, AnsweringEngine engine, LoggedQuestions questions)
    {
        RequireBase(engine, kb);
        return TypedResults.Ok(new RejectionList(kb, [.. questions.Rejections(kb).Select(SummaryOf)]));
    }

    private static Results<NoContent, ProblemHttpResult> Unreject(
        string kb, long id, AnsweringEngine engine, LoggedQuestions questions, SuggestionBoard board)
    {
        RequireBase(engine, kb);
        board.Forget(kb);
        return questions.Unreject(kb, id) ? TypedResults.NoContent() : TypedResults.Problem(
            "Found no rejection of this number.", statusCode: StatusCodes.Status404NotFound, title: "Unknown rejection.");
    }

    private static async Task<Suggestion?> FindAsync(
        string kb, string id, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken)
    {
        RequireBase(engine, kb);
        return (await board.GetAsync(kb, false, cancellationToken)).All.FirstOrDefault(one => one.Id == id);
    }

    private static void RequireBase(AnsweringEngine engine, string kb)
    {
        PublishedCatalogs catalogs = engine.Require().Catalogs;
        if (catalogs.Find(kb) is null)
        {
            throw catalogs.Missing(kb);
        }
    }

    private static RejectionSummary SummaryOf(Rejection rejection) => new(
        rejection.Id, JsonNamingPolicy.CamelCase.ConvertName(rejection.Queue), rejection.EntryId.Length == 0 ? null : rejection.EntryId,
        rejection.Keys, rejection.At);

    private static ProblemHttpResult Missing() => TypedResults.Problem(
        "Found no suggestion of this id; it may have been made anew: list them again.", statusCode: StatusCodes.Status404NotFound,
        title: "Unknown suggestion.");
}
