using System.Text;
using FaqBot.Core.Access;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Learning;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;

namespace FaqBot.Api.Analytics;

/// <summary><c>/api/v1/kbs/{kb}/analytics</c>: what was asked and how it was answered, as JSON or as CSV.</summary>
internal static class AnalyticsEndpoints
{
    private const int DriftDays = 7 * 26;

    public static void MapAnalytics(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/kbs/{kb}/analytics")
            .Needs(Right.ReadAnalytics)
            .WithTags("Analytics")
            .WithExample("kb", "shop")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        Map<DayList>(group, "days", DaysAsync, "ShowDays", "Show day by day what was asked and decided, with the publications.");
        Map<EntryList>(group, "entries", EntriesAsync, "ShowEntryTotals", "Show how entries do, with the interval of their helpful rate.");
        Map<ConfidenceHistogram>(
            group, "confidence", ConfidenceAsync, "ShowConfidences", "Show the histogram of confidences, and how often each step helped.");
        Map<NeverAskedList>(group, "never-asked", NeverAskedAsync, "ListNeverAsked", "List the entries that nobody asked for.");
        Map<ConfusionList>(group, "confusions", ConfusionsAsync, "ListConfusions", "List the entries that users took for each other.");
        Map<FunnelDocument>(group, "funnel", FunnelAsync, "ShowFunnel", "Show how many suggestions were chosen, and then helped.");
        Map<DriftList>(
            group, "drift", DriftAsync, "ShowDrift", "Compare each week with the eight before; alarms are beyond three deviations.");
        Map<WordingList>(
            group, "wordings", WordingsAsync, "ListWordings",
            "List what customers typed, redacted, the most frequent first; with unanswered=true what had no match.")
            .Needs(Right.ReadQuestionTexts);
    }

    private static RouteHandlerBuilder Map<T>(
        RouteGroupBuilder group, string path, Func<AnalyticsCall, Task<IResult>> show, string name, string summary) =>
        group.MapGet("/" + path, ([AsParameters] AnalyticsCall call) => show(call)).WithName(name)
            .WithSummary(summary).Produces<T>()
            .Produces<string>(contentType: "text/csv");

    private static async Task<IResult> DaysAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        DayList list = new(
            call.Kb, call.ZoneName, call.Totals.Days(query.Filter), call.Totals.Publications(query.Filter));
        return Result(query, list, () => CsvTable.Of(
            list.Days,
            day => [day.Day, day.Asked, day.Answered, day.Exact, day.Suggested, day.NoMatch, day.Cached, day.MeanConfidence,
                day.MeanMilliseconds, day.Users, day.Conversations, day.Settled],
            "day", "asked", "answered", "exact", "suggested", "noMatch", "cached", "meanConfidence", "meanMilliseconds", "users",
            "conversations", "settled"));
    }

    private static async Task<IResult> EntriesAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        TotalsFilter filter = query.Filter;
        int days = filter.To.DayNumber - filter.From.DayNumber + 1;
        Dictionary<string, WilsonInterval?> before = filter.From.DayNumber <= days ? [] : call.Totals
            .Entries(filter with { From = filter.From.AddDays(-days), To = filter.From.AddDays(-1) })
            .ToDictionary(entry => entry.EntryId, entry => entry.HelpfulInterval, StringComparer.Ordinal);
        EntryList list = new(
            call.Kb,
            [
                .. call.Totals.Entries(filter)
                    .Select(entry => entry with { FormerInterval = before.GetValueOrDefault(entry.EntryId) }),
            ]);
        return Result(query, list, () => CsvTable.Of(
            list.Entries,
            entry => [entry.EntryId, entry.Answered, entry.Suggested, entry.MeanConfidence, entry.LastAsked, entry.Helpful,
                entry.NotHelpful, entry.Chosen, entry.AskedAgain, entry.HelpfulRate, entry.HelpfulInterval?.Low,
                entry.HelpfulInterval?.High, entry.IsFalling],
            "entry", "answered", "suggested", "meanConfidence", "lastAsked", "helpful", "notHelpful", "chosen", "askedAgain", "helpfulRate",
            "helpfulLow", "helpfulHigh", "isFalling"));
    }

    private static async Task<IResult> ConfidenceAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        MatchPolicy policy = call.Answering.ToPolicy();
        ConfidenceHistogram histogram = new(
            call.Kb, policy.AnswerThreshold, policy.SuggestThreshold, call.Totals.Confidence(query.Filter));
        return Result(query, histogram, () => CsvTable.Of(
            histogram.Steps,
            step => [step.From, step.Asked, step.Helpful, step.NotHelpful, step.HelpfulRate, step.HelpfulInterval?.Low,
                step.HelpfulInterval?.High],
            "from", "asked", "helpful", "notHelpful", "helpfulRate", "helpfulLow", "helpfulHigh"));
    }

    private static async Task<IResult> NeverAskedAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        FaqCatalog catalog = await call.CatalogAsync();
        HashSet<string> asked = [.. call.Totals.Entries(query.Filter).Where(entry => entry.Answered + entry.Suggested > 0)
            .Select(entry => entry.EntryId)];
        NeverAskedList list = new(
            call.Kb, query.Filter.From, query.Filter.To,
            [
                .. catalog.Entries.Where(entry => entry.Enabled && !asked.Contains(entry.Id))
                    .Select(entry => new NeverAskedEntry(entry.Id, entry.Question)),
            ]);
        return Result(query, list, () => CsvTable.Of(list.Entries, entry => [entry.EntryId, entry.Question], "entry", "question"));
    }

    private static async Task<IResult> ConfusionsAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        ConfusionList list = new(call.Kb, call.Totals.Confusions(query.Filter));
        return Result(
            query, list, () => CsvTable.Of(list.Pairs, pair => [pair.Found, pair.Meant, pair.Times], "found", "meant", "times"));
    }

    private static async Task<IResult> FunnelAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        SuggestionFunnel funnel = call.Totals.Funnel(query.Filter);
        return Result(
            query, new FunnelDocument(call.Kb, funnel.Shown, funnel.Chosen, funnel.Helpful),
            () => CsvTable.Of([funnel], all => [all.Shown, all.Chosen, all.Helpful], "shown", "chosen", "helpful"));
    }

    private static async Task<IResult> DriftAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        DateOnly to = query.Filter.To;
        IReadOnlyList<DriftWeek> weeks = Drift.Of(call.Totals.Days(query.Filter with
        {
            From = to.DayNumber < DriftDays ? query.Filter.From : to.AddDays(-DriftDays),
        }));
        TopicDrift topics = new(call.Engine.Require().Catalogs, call.Questions);
        DriftList list = new(call.Kb, await Task.Run(
            () => topics.FindAsync(call.Kb, weeks, call.Log.Options.DayOf(call.Kb, call.Time.GetUtcNow()), call.CancellationToken),
            call.CancellationToken));
        return Result(query, list, () => CsvTable.Of(
            list.Weeks,
            week => [week.Week, week.Asked, week.NoMatchShare, week.MeanConfidence, week.NoMatchAlarm, week.ConfidenceAlarm,
                week.TopicDistance, week.TopicAlarm],
            "week", "asked", "noMatchShare", "meanConfidence", "noMatchAlarm", "confidenceAlarm", "topicDistance", "topicAlarm"));
    }

    private static async Task<IResult> WordingsAsync(AnalyticsCall call)
    {
        AnalyticsQuery query = await call.ReadAsync();
        bool unanswered = call.Http.Request.Query["unanswered"].ToString() is "true" or "1";
        WordingList list = new(call.Kb, call.Totals.Wordings(query.Filter, unanswered));
        return Result(query, list, () => CsvTable.Of(
            list.Wordings,
            wording => [wording.Text, wording.Language, wording.Asked, wording.People, wording.NoMatch, wording.MeanConfidence,
                wording.EntryId],
            "text", "language", "asked", "people", "noMatch", "meanConfidence", "entry"));
    }

    private static IResult Result<T>(AnalyticsQuery query, T document, Func<CsvTable> table) => query.IsCsv
        ? TypedResults.Text(table().ToString(), "text/csv", System.Text.Encoding.UTF8)
        : TypedResults.Ok(document);
}

/// <summary>What each of the routes needs.</summary>
internal sealed record AnalyticsCall(
    string Kb, HttpContext Http, AnsweringEngine Engine, AnsweringOptions Answering, QuestionLog Log, QuestionTotals Totals,
        LoggedQuestions Questions, TimeProvider Time, CancellationToken CancellationToken)
{
    // What is being written now is awaited, but no caller waits for a file that cannot be written.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The knowledge base as it answers.</summary>
    /// <exception cref="UnknownKnowledgeBaseException">It is not published.</exception>
    public async ValueTask<FaqCatalog> CatalogAsync()
    {
        PublishedCatalogs catalogs = Engine.Require().Catalogs;
        return await catalogs.FindAsync(Kb, Deployment.Production, CancellationToken) ?? throw catalogs.Missing(Kb);
    }

    /// <summary>Where the days of the knowledge base begin and end.</summary>
    public string ZoneName => Log.Options.ZoneOf(Kb);

    /// <summary>Reads the query, once everything that was asked so far is in the totals.</summary>
    public async Task<AnalyticsQuery> ReadAsync()
    {
        AnalyticsQuery query = AnalyticsQuery.Read(
            Http.Request, Kb, Log.Options.DayOf(Kb, Time.GetUtcNow()), (await CatalogAsync()).Entries);
        using CancellationTokenSource patience = new(Patience, Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, CancellationToken);
        try
        {
            await Log.FlushAsync(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // The totals are a little behind, which is better than none.
        }

        return query;
    }
}
