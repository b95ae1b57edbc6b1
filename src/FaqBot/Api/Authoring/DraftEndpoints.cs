using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Linting;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/draft</c>, <c>…/settings</c>: the working copy as a whole, and what it would answer otherwise.</summary>
internal static class DraftEndpoints
{
    private const int UsuallyAsked = 200;
    private const string LoggedExample = """{"last":200}""";
    private const string BehaviourExample = "{\"questions\": [\"…\"]}";

    public static void MapDraft(this RouteGroupBuilder group)
    {
        group.MapPost("", CreateAsync).WithName("CreateKnowledgeBase").Needs(Right.Configure)
            .WithSummary("Begin a knowledge base without entries.")
            .WithDescription("Body: id, name, languages and defaultAnswer as in the knowledge file, perhaps synonyms, contrasts and "
                + "stopPhrases. It answers nobody until it is published.")
            .WithExample("""{"id":"cafe","name":"青禾商城","languages":["zh-Hans","en"],"defaultAnswer":"没有找到答案。"}""")
            .Accepts<JsonElement>("application/json").ProducesEditProblems();
        group.MapGet("/{kb}/draft", ShowAsync).WithName("ShowDraft")
            .WithSummary("Show how the working copy stands to what is published.");
        group.MapGet("/{kb}/draft/diff", DiffAsync).WithName("DiffDraft")
            .WithSummary("Show what publishing would change, by entry and member.")
            .WithDescription("Query: skip and limit page the entries.").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{kb}/draft/lint", LintAsync).WithName("LintDraft")
            .WithSummary("Hold the draft against the rules of the command lint.")
            .WithDescription("Query: severity (note, warning or error: the least that is told; note otherwise).")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{kb}/draft/behaviour", BehaveAsync).WithName("CompareBehaviour").Needs(Right.Edit)
            .WithSummary("Ask the labelled questions, and others, of what is published and of the draft: what would answer otherwise?")
            .WithDescription($"Body: {BehaviourExample}, at most {Trials.MostAsked}; an empty object asks the labelled questions alone.")
            .WithExample("""{"questions":["怎么申请退货？"]}""")
            .Accepts<BehaviourRequest>("application/json").ProducesEditProblems();
        group.MapPost("/{kb}/draft/behaviour/logged", BehaveLoggedAsync).WithName("CompareLoggedBehaviour")
            .Needs(Right.Edit | Right.ReadQuestionTexts)
            .WithSummary("Ask the last logged questions of what is published and of the draft: what would answer otherwise?")
            .WithDescription($"Body: {LoggedExample}, at most {Trials.MostAsked}. Where users have said what they meant, or what did not "
                + "help, an answer is better or worse; otherwise it is merely another one.")
            .WithExample(LoggedExample)
            .Accepts<LoggedBehaviourRequest>("application/json").ProducesEditProblems();
        group.MapGet("/{kb}/settings", ShowSettingsAsync).WithName("ShowSettings")
            .WithSummary("Show everything but the entries, with its ETag.");
        group.MapPut("/{kb}/settings", PutSettingsAsync).WithName("PutSettings").Needs(Right.Edit)
            .WithSummary("Write name, languages, default answer and words over what they were, with If-Match: ETag.")
            .WithExample("""{"name":"青禾商城","languages":["zh-Hans","en"],"defaultAnswer":"没有找到答案。"}""")
            .Accepts<JsonElement>("application/json").ProducesPreconditionProblems();
    }

    private static async Task<Created<DraftView>> CreateAsync(HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        KnowledgeBase settings = EntryJson.ReadSettings(await EntryEndpoints.BodyAsync(http.Request, cancellationToken), null);
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Create(settings, by));
        return TypedResults.Created($"/api/v1/kbs/{copy.Id}/draft", DraftView.Of(copy, null, null));
    }

    private static async Task<Ok<DraftView>> ShowAsync(string kb, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() =>
            DraftView.Of(editing.Copies.Get(kb), editing.Drafts.FaultOf(kb), editing.Publishing.PlanOf(kb))));
    }

    private static async Task<Ok<DiffView>> DiffAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int skip, int most) = AuthoringRequest.Slice(request);
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() =>
        {
            KnowledgeBase draft = editing.Copies.Get(kb).ToKnowledge();
            return DiffView.Of(ContentDiff.Of(editing.Publishing.Published(kb) ?? draft with { Entries = [] }, draft), skip, most);
        }));
    }

    private static async Task<IResult> LintAsync(
        string kb, HttpRequest request, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        string stated = request.Query["severity"].ToString();
        RequestFaults faults = new();
        if (!Enum.TryParse(stated.Length == 0 ? nameof(LintSeverity.Note) : stated, ignoreCase: true, out LintSeverity least)
            || !Enum.IsDefined(least))
        {
            faults.Add("severity", "Found another word, expected note, warning or error.");
        }

        faults.ThrowIfAny();
        await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
        await editing.Drafts.MakeAsync(kb, cancellationToken);
        LintReport report = await editing.Trials.LintAsync(kb, Deployment.Test, least, cancellationToken);
        return TypedResults.Text(report.ToJson(), "application/json; charset=utf-8");
    }

    private static async Task<Ok<BehaviourView>> BehaveAsync(
        string kb, HttpRequest request, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Question[] questions = await JsonBody.ReadFieldsAsync(request, BehaviourExample, ReadQuestions, cancellationToken);
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
        await editing.Drafts.MakeAsync(kb, cancellationToken);
        IReadOnlyList<AskedOfBoth> asked = await editing.Trials.AskBothAsync(kb, questions, cancellationToken);
        return TypedResults.Ok(new BehaviourView(
            copy.Revision,
            await editing.Evaluations.CompareDraftAsync(kb, cancellationToken) is { } comparison
                ? ComparisonView.Of(comparison, "what is published", "the draft") : null,
            questions.Length,
            [.. asked.Where(one => one.IsOtherwise).Select(OtherwiseView.Of)]));
    }

    private static async Task<Ok<LoggedBehaviourView>> BehaveLoggedAsync(
        string kb, HttpRequest request, AnsweringEngine engine, LoggedQuestions questions, QuestionLog log,
            CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        int last = await JsonBody.ReadFieldsAsync(
            request,
            LoggedExample,
            fields =>
            {
                fields.Expect("last");
                return fields.Integer("last", 1, Trials.MostAsked) ?? UsuallyAsked;
            },
            cancellationToken);
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
        await editing.Drafts.MakeAsync(kb, cancellationToken);
        await log.FlushAsync(cancellationToken);
        return TypedResults.Ok(LoggedBehaviourView.Of(
            copy.Revision,
            await Task.Run(
                () => new LoggedTrials(editing.Trials, questions).CompareAsync(kb, last, cancellationToken), cancellationToken)));
    }

    private static Question[] ReadQuestions(JsonMembers fields)
    {
        fields.Expect("questions");
        List<Question> questions = [];
        foreach ((int index, string text) in fields.Texts("questions", Trials.MostAsked).Index())
        {
            if (Question.TryParse(text, KnowledgeLimits.QuestionRunes, null, out Question? question, out string? fault))
            {
                questions.Add(question);
            }
            else
            {
                fields.Report($"questions[{index}]", fault);
            }
        }

        return [.. questions];
    }

    private static async Task<IResult> ShowSettingsAsync(string kb, HttpContext http, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
        return Precondition.IsKnown(http, copy.Head.SettingsRevision)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(copy.Head.Settings, "application/json; charset=utf-8");
    }

    private static async Task<IResult> PutSettingsAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Precondition condition = Precondition.Of(http.Request);
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        KnowledgeBase settings = EntryJson.ReadSettings(await EntryEndpoints.BodyAsync(http.Request, cancellationToken), kb);
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Edit(kb, by, edit =>
        {
            edit.ExpectSettings(condition.Revisions);
            edit.PutSettings(settings);
        }).Copy);
        http.Response.Headers.ETag = Precondition.Tag(copy.Head.SettingsRevision);
        return TypedResults.Text(copy.Head.Settings, "application/json; charset=utf-8");
    }
}
