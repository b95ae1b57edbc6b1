using System.Text.Json;
using FaqBot.Api.Analytics;
using FaqBot.Core.Access;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Learning;

/// <summary><c>/api/v1/kbs/{kb}/suggestions</c>: what customers' questions suggest to change; nothing changes by itself.</summary>
internal static class SuggestionEndpoints
{
    private const int MostShown = 200, LongestWording = 4_000, MostComplaints = 5_000, MostComments = 10;
    private const string AcceptExample = "{\"wordings\": [\"…\"], \"entryId\": \"…\", \"answer\": \"…\", \"note\": \"…\"}";

    public static void MapSuggestions(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/kbs/{kb}")
            .Needs(Right.ReadQuestionTexts)
            .WithTags("Suggestions")
            .WithExample("kb", "shop")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/suggestions", ListAsync).WithName("ListSuggestions").WithSummary(
            "List suggestions, the most valuable first; queue: wordings, gaps, repairs; refresh=true: made anew.");
        group.MapGet("/analytics/topics", ListTopicsAsync).WithName("ListTopics").WithTags("Analytics")
            .WithSummary("List what people ask about, in whichever words, and what they begin to ask about.")
            .WithDescription("The last seven days against the four weeks before. Query: to (a day), rising=true, refresh=true, format=csv.")
            .Produces<TopicList>().Produces<string>(contentType: "text/csv");
        group.MapSuggestionExport();
        group.MapGet("/suggestions/{id}/effect", ShowEffectAsync).WithName("ShowSuggestionEffect")
            .WithSummary("Show which other questions would be answered otherwise; entryId: if another entry got the wordings.");
        group.MapPost("/suggestions/{id}/accept", AcceptAsync).WithName("AcceptSuggestion").Needs(Right.Edit | Right.ReadQuestionTexts)
            .WithSummary("Accept a suggestion: it becomes a change set of the working copy, which can be undone.")
            .WithDescription($"Body: {AcceptExample}, all of it optional. Wordings become alternates of the suggested entry, or of "
                + "entryId; those of a gap become a new entry with the answer, which is switched off where there is none yet. Of two "
                + "entries that are taken for each other, the wordings go to the one that was meant, or with merge all questions do. An "
                + "answer that does not help needs another answer.")
            .Accepts<AcceptRequest>("application/json")
            .WithExample("""{"wordings":["退货怎么弄"]}""")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/suggestions/{id}/reject", RejectAsync).WithName("RejectSuggestion").Needs(Right.Edit | Right.ReadQuestionTexts)
            .WithSummary("Reject a suggestion and its near variants, until the entry changes.");
        group.MapGet("/rejections", ListRejections).WithName("ListRejections")
            .WithSummary("List rejected suggestions, the latest first.");
        group.MapDelete("/rejections/{id:long}", Unreject).WithName("RemoveRejection").Needs(Right.Edit | Right.ReadQuestionTexts)
            .WithSummary("Take a rejection back.");
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

    private static async Task<IResult> ListTopicsAsync(
        [AsParameters] AnalyticsCall call, bool? rising, bool? refresh, SuggestionBoard board)
    {
        AnalyticsQuery query = await call.ReadAsync();
        MadeSuggestions made = await board.GetAsync(call.Kb, refresh ?? false, call.CancellationToken);
        Topic[] topics =
        [
            .. (await Task.Run(
                () => Topic.Of(made.Groups, call.Questions, call.Kb, query.Filter.To), call.CancellationToken))
                .Where(topic => rising is not true || topic.IsRising).Take(MostShown),
        ];
        return query.IsCsv
            ? TypedResults.Text(
                CsvTable.Of(
                    topics,
                    topic => [topic.Wordings[0], string.Join(' ', topic.Terms), topic.Asked, topic.People, topic.Before, topic.Ratio,
                        topic.IsRising, topic.NoMatchShare, topic.EntryId],
                    "wording", "terms", "asked", "people", "before", "ratio", "isRising", "noMatchShare", "entry").ToString(),
                "text/csv", System.Text.Encoding.UTF8)
            : TypedResults.Ok(new TopicList(call.Kb, query.Filter.To, made.At, topics));
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
        string kb, string id, string? entryId, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken)
    {
        if (await FindAsync(kb, id, engine, board, cancellationToken) is not { } suggestion)
        {
            return Missing();
        }

        // Of a repair the wordings go to the entry that was meant.
        AcceptanceEffect effect = (entryId ?? suggestion.OtherEntryId ?? suggestion.EntryId) is { } entry
            && suggestion is not { Queue: QueueKind.Repairs, OtherEntryId: null }
            ? await board.EffectAsync(kb, entry, [.. suggestion.Wordings.Select(wording => wording.Text)], cancellationToken)
            : new AcceptanceEffect(0, []);
        return TypedResults.Ok(new EffectDocument(effect.Compared, effect.Steals, effect.Changes));
    }

    private static async Task<Results<Ok<AcceptedSuggestion>, ProblemHttpResult>> AcceptAsync(
        string kb, string id, HttpContext http, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken)
    {
        (Acceptance accepted, string? note) =
            await JsonBody.ReadFieldsAsync(http.Request, AcceptExample, ReadAcceptance, cancellationToken);
        if (await FindAsync(kb, id, engine, board, cancellationToken) is not { } suggestion)
        {
            return Missing();
        }

        if (ProposedChange.Of(kb, suggestion, accepted) is not { } change)
        {
            return TypedResults.Problem(
                suggestion.Queue == QueueKind.Repairs
                    ? $"Found no answer, expected another one for entry '{suggestion.EntryId}', whose present one does not help."
                    : "Found none of the suggestion's wordings, expected some as they are listed.",
                statusCode: StatusCodes.Status409Conflict, title: "There is nothing to accept.");
        }

        Authorship by = Actor.Of(http, note) with { Origin = ChangeOrigin.Suggestion };
        string entry = "";
        (WorkingCopy copy, ChangeSet? set) = await Task.Run(
            () => engine.Require().Editing.Copies.Edit(kb, by, edit => entry = SuggestedEdit.Apply(edit, change)), cancellationToken);
        AuditDetail detail = AuditDetail.Of(http);
        (detail.Object, detail.After) = ($"entries/{entry}", set is null ? null : $"{set.Number}");
        return TypedResults.Ok(new AcceptedSuggestion(
            change.Kind, entry, copy.Revision, set?.Number, change is { Kind: ProposedChangeKind.AddEntry, Answer: null }));
    }

    private static (Acceptance Accepted, string? Note) ReadAcceptance(JsonMembers fields)
    {
        fields.Expect("wordings", "entryId", "answer", "merge", "note");
        LocalizedText? answer = null;
        if (fields.Element("answer") is { } stated)
        {
            try
            {
                answer = EntryJson.ReadAnswer(stated);
            }
            catch (InvalidEditException exception)
            {
                foreach (Fault fault in exception.Faults)
                {
                    fields.Report("answer", $"Found that {fault.Problem}. {fault.Remedy}.");
                }
            }
        }

        return (
            new Acceptance
            {
                Wordings = fields.Element("wordings") is null
                    ? null : fields.Texts("wordings", SuggestionFinder.MostWordings, LongestWording),
                EntryId = fields.Text("entryId", KnowledgeLimits.Id) is { Length: > 0 } entry ? entry : null,
                Answer = answer,
                Merges = fields.Flag("merge") ?? false,
            },
            fields.Text("note", Authorship.MostNote));
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
        if (catalogs.HeadOf(kb) is null)
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
