def sub(p, *pairs):
    s=open(p).read()
    for a,b in pairs:
        assert a in s, (p, a[:80])
        s=s.replace(a,b,1)
    open(p,'w').write(s)
sub('src/FaqBot.Core/Learning/SuggestionFinder.cs',
('''    /// <returns>The suggestions of all queues, in each the most valuable first.</returns>
    public async Task<IReadOnlyList<Suggestion>> FindAsync(''','''    /// <returns>The suggestions of all queues, in each the most valuable first; and the groups that they were looked for in.</returns>
    public async Task<(IReadOnlyList<Suggestion> Suggestions, IReadOnlyList<WordingGroup> Groups)> FindAsync('''),
('''        List<Suggestion> found = [];
        foreach (int[] rows''','''        List<Suggestion> found = [];
        List<WordingGroup> groups = [];
        foreach (int[] rows'''),
('''            cancellationToken.ThrowIfCancellationRequested();
            if (await SuggestAsync(''','''            cancellationToken.ThrowIfCancellationRequested();
            if (HasEnough([.. rows.Select(row => asked.Wordings[row])]))
            {
                groups.Add(GroupOf(asked, rows));
            }

            if (await SuggestAsync('''),
('''        return [.. found.OrderBy(one => one.Queue).ThenByDescending(one => one.Rank).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }
''','''        return (
            [.. found.OrderBy(one => one.Queue).ThenByDescending(one => one.Rank).ThenBy(one => one.Id, StringComparer.Ordinal)], groups);
    }

    private static WordingGroup GroupOf(AskedWordings asked, int[] rows)
    {
        int[] shown = [.. rows.OrderByDescending(row => asked.Wordings[row].Asked).ThenBy(row => row).Take(MostWordings)];
        return new WordingGroup(
            SharedTerms.Of([.. shown.Select(row => asked.Wordings[row].Text)], MostTerms),
            [.. shown.Select(row => asked.Wordings[row].Text)],
            [.. rows.Select(row => asked.Wordings[row].Id)]);
    }
'''))
sub('src/FaqBot.Core/Learning/SuggestionMaker.cs',
('''            IReadOnlyList<Suggestion> found = await''','''            (IReadOnlyList<Suggestion> found, IReadOnlyList<WordingGroup> groups) = await'''),
('''asked.Wordings.Count, found);''','''asked.Wordings.Count, found)
            {
                Groups = groups,
            };'''),
('''public sealed record MadeSuggestions(int Version, DateTimeOffset At, int Wordings, IReadOnlyList<Suggestion> All);''','''public sealed record MadeSuggestions(int Version, DateTimeOffset At, int Wordings, IReadOnlyList<Suggestion> All)
{
    /// <summary>Groups of wordings that want the same answer, asked by enough people.</summary>
    public IReadOnlyList<WordingGroup> Groups { get; init; } = [];
}

/// <summary>Wordings that want the same answer.</summary>
/// <param name="Terms">Terms that most of them share.</param>
/// <param name="Texts">Their texts, the most frequent first; of very many some.</param>
/// <param name="Ids">Their numbers in the log.</param>
public sealed record WordingGroup(IReadOnlyList<string> Terms, IReadOnlyList<string> Texts, IReadOnlyList<long> Ids);'''))
sub('src/FaqBot.Core/Analytics/LoggedWording.cs',('''/// <summary>How a wording was answered.</summary>''','''/// <summary>How a wording was asked of late.</summary>
/// <param name="Asked">How often in the last days.</param>
/// <param name="Users">Who asked it then.</param>
/// <param name="NoMatch">How often nothing matched then.</param>
/// <param name="Before">How often in the days before.</param>
/// <param name="Entries">The entries that answered then, and how often.</param>
public sealed record RecentWording(
    long Asked, IReadOnlySet<long> Users, long NoMatch, long Before, IReadOnlyDictionary<string, long> Entries);

/// <summary>How a wording was answered.</summary>'''))
sub('src/FaqBot.Core/Analytics/Sqlite/WordingReader.cs',('''    /// <summary>The mean vector of a week's questions''','''    /// <summary>How wordings were asked of late.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="wordings">The wordings.</param>
    /// <param name="before">The first of the days before.</param>
    /// <param name="from">The first of the last days.</param>
    /// <param name="to">The last day.</param>
    public IReadOnlyDictionary<long, RecentWording> Recent(
        string knowledgeBaseId, IReadOnlySet<long> wordings, DateOnly before, DateOnly from, DateOnly to)
    {
        Dictionary<long, (long Asked, HashSet<long> Users, long NoMatch, Dictionary<long, long> Entries)> recent = [];
        long kb = connection.Number("SELECT id FROM names WHERE text = $kb", ("$kb", knowledgeBaseId));
        using (SqliteCommand last = connection.Prepare(
            "SELECT wording, user, decision, entry FROM questions WHERE kb = $kb AND day BETWEEN $from AND $to",
            ("$kb", kb), ("$from", from.DayNumber), ("$to", to.DayNumber)))
        using (SqliteDataReader reader = last.ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.GetInt64(0) is var wording && wordings.Contains(wording))
                {
                    var sum = recent.GetValueOrDefault(wording, (0, [], 0, []));
                    sum.Users.Add(reader.GetInt64(1));
                    Decision decision = (Decision)reader.GetInt32(2);
                    if (decision == Decision.Answer)
                    {
                        sum.Entries[reader.GetInt64(3)] = sum.Entries.GetValueOrDefault(reader.GetInt64(3)) + 1;
                    }

                    recent[wording] = (sum.Asked + 1, sum.Users, sum.NoMatch + (decision == Decision.NoMatch ? 1 : 0), sum.Entries);
                }
            }
        }

        Dictionary<long, long> former = [];
        using (SqliteCommand earlier = connection.Prepare(
            "SELECT wording, COUNT(*) FROM questions WHERE kb = $kb AND day BETWEEN $before AND $last GROUP BY wording",
            ("$kb", kb), ("$before", before.DayNumber), ("$last", from.DayNumber - 1)))
        using (SqliteDataReader reader = earlier.ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.GetInt64(0) is var wording && wordings.Contains(wording))
                {
                    former[wording] = reader.GetInt64(1);
                }
            }
        }

        Dictionary<long, string> names = [];
        string NameOf(long id) => names.TryGetValue(id, out string? name) ? name : names[id] = connection.Query(
            "SELECT text FROM names WHERE id = $id", row => row.GetString(0), ("$id", id))[0];
        return recent.Keys.Union(former.Keys).ToDictionary(wording => wording, wording =>
        {
            var sum = recent.GetValueOrDefault(wording, (0, [], 0, []));
            return new RecentWording(
                sum.Asked, sum.Users, sum.NoMatch, former.GetValueOrDefault(wording),
                sum.Entries.ToDictionary(entry => NameOf(entry.Key), entry => entry.Value));
        });
    }

    /// <summary>The mean vector of a week's questions'''))
sub('src/FaqBot.Core/Analytics/Logging/LoggedQuestions.cs',('''    /// <summary>The mean vector of a week's questions; null''','''    /// <summary>How wordings were asked of late.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="wordings">Their numbers.</param>
    /// <param name="before">The first of the days before.</param>
    /// <param name="from">The first of the last days.</param>
    /// <param name="to">The last day.</param>
    /// <returns>Those that were asked, by their numbers.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyDictionary<long, RecentWording> Recent(
        string knowledgeBaseId, IReadOnlySet<long> wordings, DateOnly before, DateOnly from, DateOnly to) => log.Open().Read(
        connection => new WordingReader(connection).Recent(knowledgeBaseId, wordings, before, from, to));

    /// <summary>The mean vector of a week's questions; null'''))
open('src/FaqBot.Core/Learning/Topic.cs','w').write('''using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;

namespace FaqBot.Core.Learning;

/// <summary>What people ask about, in whichever words.</summary>
/// <param name="Terms">Terms that most of the wordings share.</param>
/// <param name="Wordings">The most frequent wordings, redacted.</param>
/// <param name="Asked">How often in the last seven days.</param>
/// <param name="People">Different users in these days.</param>
/// <param name="Before">How often a week in the four weeks before.</param>
/// <param name="NoMatchShare">Share of the last seven days' questions that nothing matched, 0…1.</param>
/// <param name="EntryId">The entry that answered most often in these days; null: none did.</param>
public sealed record Topic(
    IReadOnlyList<string> Terms, IReadOnlyList<string> Wordings, long Asked, int People, double Before, double NoMatchShare,
        string? EntryId)
{
    /// <summary>Days of the present week.</summary>
    public const int Days = 7;

    /// <summary>Weeks that it is held against.</summary>
    public const int WeeksBefore = 4;

    /// <summary>Most wordings that are shown.</summary>
    public const int MostWordings = 5;

    /// <summary>Least people of a rising topic.</summary>
    public const int LeastPeople = 5;

    private const double LeastRatio = 1.5;

    /// <summary>How often for each time in a week before; null where it was not asked before.</summary>
    public double? Ratio => Before > 0 ? Math.Round(Asked / Before, 2) : null;

    /// <summary>Whether at least five people asked, half as much again as before and surely more than before.</summary>
    public bool IsRising => People >= LeastPeople && !(Ratio < LeastRatio)
        && WilsonInterval.Of(Asked, Asked + (long)Math.Round(Before * WeeksBefore)) is { Low: > 1.0 / (1 + WeeksBefore) };

    /// <summary>Counts groups of wordings.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="questions">The log.</param>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="to">The last day.</param>
    /// <returns>Those that were asked in the last seven days, the most frequent first.</returns>
    /// <exception cref="Storage.StoreException">The log cannot be read.</exception>
    public static IReadOnlyList<Topic> Of(
        IReadOnlyList<WordingGroup> groups, LoggedQuestions questions, string knowledgeBaseId, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(questions);
        DateOnly from = to.AddDays(1 - Days);
        IReadOnlyDictionary<long, RecentWording> recent = questions.Recent(
            knowledgeBaseId, groups.SelectMany(group => group.Ids).ToHashSet(), from.AddDays(-Days * WeeksBefore), from, to);
        return
        [
            .. groups.Select(group => Make(group, [.. group.Ids.Select(id => recent.GetValueOrDefault(id)).OfType<RecentWording>()]))
                .Where(topic => topic.Asked > 0).OrderByDescending(topic => topic.Asked)
                .ThenBy(topic => topic.Wordings[0], StringComparer.Ordinal),
        ];
    }

    private static Topic Make(WordingGroup group, RecentWording[] asked)
    {
        long all = asked.Sum(wording => wording.Asked);
        return new Topic(
            group.Terms, [.. group.Texts.Take(MostWordings)], all,
            asked.SelectMany(wording => wording.Users).Distinct().Count(),
            Math.Round((double)asked.Sum(wording => wording.Before) / WeeksBefore, 2),
            all == 0 ? 0 : Math.Round((double)asked.Sum(wording => wording.NoMatch) / all, 4),
            asked.SelectMany(wording => wording.Entries).GroupBy(entry => entry.Key, StringComparer.Ordinal)
                .OrderByDescending(entry => entry.Sum(one => one.Value)).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .FirstOrDefault()?.Key);
    }
}
''')
sub('tests/FaqBot.Tests/Architecture/Rooms.cs',('''        ["Api/Learning"] = ["Http", "Http/Keys", "Engine"],
''','''        ["Api/Learning"] = ["Http", "Http/Keys", "Engine", "Api/Analytics"],
'''))
sub('src/FaqBot/Api/Learning/SuggestionDocuments.cs',('''/// <summary>What accepting would change beside.</summary>''','''/// <summary>What people ask about.</summary>
internal sealed record TopicList(
    string Kb,
    [property: Description("The last of the seven days that are counted.")] DateOnly To,
    [property: Description("When wordings were put together; refresh=true does it anew.")] DateTimeOffset MadeAt,
    IReadOnlyList<Topic> Topics);

/// <summary>What accepting would change beside.</summary>'''),
('''[JsonSerializable(typeof(SuggestionList))]''','''[JsonSerializable(typeof(SuggestionList))]
[JsonSerializable(typeof(TopicList))]'''))
sub('src/FaqBot/Api/Learning/SuggestionEndpoints.cs',
('''        group.MapGet("/suggestions/{id}/effect"''','''        group.MapGet("/analytics/topics", ListTopicsAsync).WithName("ListTopics").WithTags("Analytics")
            .WithSummary("List what people ask about, in whichever words, and what they begin to ask about. Needs the admin key.")
            .WithDescription("The last seven days against the four weeks before. Query: to (a day), rising=true, refresh=true, format=csv.")
            .Produces<TopicList>().Produces<string>(contentType: "text/csv");
        group.MapGet("/suggestions/{id}/effect"'''),
('''    private static async Task<Results<Ok<EffectDocument>, ProblemHttpResult>> ShowEffectAsync(''','''    private static async Task<IResult> ListTopicsAsync(
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

    private static async Task<Results<Ok<EffectDocument>, ProblemHttpResult>> ShowEffectAsync('''),
('using System.Text.Json;\n','using System.Text.Json;\nusing FaqBot.Api.Analytics;\n'))
# falling helpful rate, metadata
sub('src/FaqBot.Core/Analytics/Totals.cs',
('''    /// <summary>The only language, as a tag; null: all.</summary>
    public string? Language { get; init; }
''','''    /// <summary>The only language, as a tag; null: all.</summary>
    public string? Language { get; init; }

    /// <summary>The only entries: what nothing matched belongs to none; null: all.</summary>
    public IReadOnlyList<string>? Entries { get; init; }
'''),
('''    /// <summary>How often the same person''','''    /// <summary>Where the share lay in the same number of days before; null where nobody said anything then.</summary>
    public WilsonInterval? FormerInterval { get; init; }

    /// <summary>Whether surely fewer find that it helps than before.</summary>
    public bool IsFalling => FormerInterval?.Low > HelpfulInterval?.High;

    /// <summary>How often the same person'''))
sub('src/FaqBot.Core/Analytics/Sqlite/TotalsReader.cs',
('''        + " AND ($language IS NULL OR language = $language)";
''','''        + " AND ($language IS NULL OR language = $language)"
        + " AND ($entries IS NULL OR entry IN (SELECT id FROM names WHERE text IN (SELECT value FROM json_each($entries))))";
'''),
('''        ("$language", filter.Language),
    ];''','''        ("$language", filter.Language),
        ("$entries", filter.Entries is null ? null : JsonSerializer.Serialize(filter.Entries)),
    ];'''),
('''filter.Channel is not null || filter.Language is not null;''','''filter.Channel is not null || filter.Language is not null
        || filter.Entries is not null;'''),
('''        asked.AddRange(said.Select(''','''        HashSet<string>? only = filter.Entries?.ToHashSet(StringComparer.Ordinal);
        asked.AddRange(said.Where(votes => only?.Contains(votes.Key) != false).Select('''),
('using FaqBot.Core.Matching;\n','using System.Text.Json;\nusing FaqBot.Core.Matching;\n'))
sub('src/FaqBot/Api/Analytics/AnalyticsQuery.cs',
('''    public static AnalyticsQuery Read(HttpRequest request, string knowledgeBaseId, DateOnly today)
    {''','''    public static AnalyticsQuery Read(HttpRequest request, string knowledgeBaseId, DateOnly today, IReadOnlyList<FaqEntry> entries)
    {'''),
('''    /// <param name="today">The present day, where the knowledge base is at home.</param>
''','''    /// <param name="today">The present day, where the knowledge base is at home.</param>
    /// <param name="entries">Its entries, of which metadata names some.</param>
'''),
('''{ Version = version, Channel = channel, Language = language }, format == "csv");
    }
''','''
            {
                Version = version,
                Channel = channel,
                Language = language,
                Entries = Text(request, "metadata") is { } pair ? EntriesWith(pair, entries) : null,
            },
            format == "csv");
    }

    /// <summary>Ids of the entries that have a name, or a name with a value.</summary>
    private static string[] EntriesWith(string pair, IReadOnlyList<FaqEntry> entries)
    {
        string[] wanted = pair.Split(':', 2);
        return
        [
            .. entries.Where(entry => entry.Metadata.Any(own => own.Key.Equals(wanted[0], StringComparison.OrdinalIgnoreCase)
                && (wanted.Length < 2 || own.Value.Equals(wanted[1], StringComparison.OrdinalIgnoreCase)))).Select(entry => entry.Id),
        ];
    }
'''))
s=open('src/FaqBot/Api/Analytics/AnalyticsQuery.cs').read()
s=s.replace('new TotalsFilter(knowledgeBaseId, from, to) \n','new TotalsFilter(knowledgeBaseId, from, to)\n')
open('src/FaqBot/Api/Analytics/AnalyticsQuery.cs','w').write(s)
sub('src/FaqBot/Api/Analytics/AnalyticsEndpoints.cs',
('''        _ = Catalog;
        AnalyticsQuery query = AnalyticsQuery.Read(Http.Request, Kb, Log.Options.DayOf(Kb, Time.GetUtcNow()));''','''        AnalyticsQuery query = AnalyticsQuery.Read(Http.Request, Kb, Log.Options.DayOf(Kb, Time.GetUtcNow()), Catalog.Entries);'''),
('''        EntryList list = new(call.Kb, call.Totals.Entries(query.Filter));
''','''        TotalsFilter filter = query.Filter;
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
'''),
('''entry.HelpfulInterval?.Low, entry.HelpfulInterval?.High],
            "entry",''','''entry.HelpfulInterval?.Low, entry.HelpfulInterval?.High,
                entry.IsFalling],
            "entry",'''),
('''            "helpfulLow", "helpfulHigh"));
    }

    private static async Task<IResult> ConfidenceAsync''','''            "helpfulLow", "helpfulHigh", "isFalling"));
    }

    private static async Task<IResult> ConfidenceAsync'''))
sub('docs/question-log.md',('''where it fits `version`, `channel`, `language`;
''','''where it fits `version`, `channel`, `language`, `metadata=name:value`;
'''),('''and its helpful rate with Wilson's 95 % interval |
''','''and its helpful rate with Wilson's 95 % interval; `isFalling`: surely lower than in as many days before |
| `topics` | what was asked about in seven days, in whichever words: groups of the [rule](#suggestions), with people, the four weeks before, and whether they rise (`rising=true`): five people, half as much again, and surely more. Personal data: a right of its own |
'''))
