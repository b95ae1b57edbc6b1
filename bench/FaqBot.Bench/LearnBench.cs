using System.Diagnostics;
using System.Text.Json;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Bench;

/// <summary>
/// What suggestions are worth on a log made of siblings, of which every second one is stored and the others are asked for, among as much
/// noise; once where most people use the plain wording, once where every wording is as frequent, which is harder.
/// </summary>
internal static class LearnBench
{
    private const string Kb = "help";
    private const double LeastPurity = 0.9, LeastFound = 0.8, LeastRight = 0.95;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string samples = Path.Combine(BenchContext.Shared, "data", "train", "nearmiss");
        if (!Directory.Exists(samples))
        {
            context.Say($"Found no folder {samples}, expected the shared test material (FAQBOT_SHARED); suggestions are not measured.");
            return [];
        }

        string[] lines = [.. Directory.GetFiles(samples, "*_fit.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)];
        int each = context.Quick ? 60 : 12;
        List<Measurement> measured = [];
        foreach ((string name, int[] people, bool isGoal) in
            new[] { ("most ask plainly", new[] { 5, 3, 1 }, true), ("all alike", [3, 3, 3], false) })
        {
            Figures figures = await MeasureAsync(folder.PathOf($"learn{people[0]}"), lines, each, people);
            measured.Add(Share(
                $"learn: {name}, missing members in one pure gap", figures.FoundOnce, figures.Missing, isGoal ? LeastFound : null));
            measured.Add(Share(
                $"learn: {name}, wordings that belong to their entry", figures.RightWordings, figures.Wordings,
                isGoal ? LeastRight : null));
            measured.Add(new Measurement(
                $"learn: {name}, suggestions of {figures.Asked:#,0} wordings", "ms", new Series([figures.Milliseconds]), "wordings",
                new Series([figures.Asked]), null));
        }

        return measured;
    }

    private static Measurement Share(string name, int part, int all, double? least) => new(
        name, $"of {all}", new Series([part]), "all", new Series([Math.Max(1, all)]), least is { } bound ? Goal.RatioAtLeast(bound) : null);

    private static async Task<Figures> MeasureAsync(string path, string[] lines, int each, int[] people)
    {
        string[][][] groups = [.. lines.Where((_, index) => index % each == 0).Select(MembersOf)];
        (string Id, string[] Texts, bool IsStored)[] members =
        [
            .. groups.SelectMany((group, g) => group.Select((texts, i) => ($"g{g}m{i}", texts, i % 2 == 0))),
        ];
        await using Learner learner = await Learner.StartAsync(path, members.Where(member => member.IsStored));
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        int asked = 0;
        foreach ((string id, string[] texts, bool _) in members)
        {
            for (int t = 0; t < texts.Length; t++)
            {
                string[] users = [.. Enumerable.Range(0, people[t % people.Length]).Select(i => $"{id} {t} {i}")];
                owners.TryAdd(Logged(texts[t]), id);
                asked += users.Length;
                await learner.AskAsync(texts[t], id, users);
            }
        }

        string[] noise =
        [
            .. lines.Where((_, index) => index % each != 0).SelectMany(MembersOf).Select(texts => texts[^1])
                .Where(text => !owners.ContainsKey(Logged(text))).Distinct().Take(asked),
        ];
        foreach ((int index, string text) in noise.Index())
        {
            await learner.AskAsync(text, null, [$"noise {index}"]);
        }

        long started = Stopwatch.GetTimestamp();
        MadeSuggestions made = await learner.SuggestAsync();
        Figures figures = new()
        {
            Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            Asked = made.Wordings,
            Missing = members.Count(member => !member.IsStored),
        };
        HashSet<string> missing = [.. members.Where(member => !member.IsStored).Select(member => member.Id)];
        figures.FoundOnce = made.All.Where(one => one.Queue == QueueKind.Gaps).Select(gap => PureOwner(gap, owners)).OfType<string>()
            .GroupBy(owner => owner).Count(owner => owner.Count() == 1 && missing.Contains(owner.Key));
        foreach (Suggestion suggestion in made.All.Where(one => one.Queue == QueueKind.Wordings))
        {
            figures.Wordings += suggestion.Wordings.Count;
            figures.RightWordings += suggestion.Wordings.Count(wording => owners.GetValueOrDefault(wording.Text) == suggestion.EntryId);
        }

        return figures;
    }

    /// <summary>The member that nearly all people of a gap asked for; or null.</summary>
    private static string? PureOwner(Suggestion gap, Dictionary<string, string> owners)
    {
        (string Owner, int People) most = gap.Wordings.GroupBy(wording => owners.GetValueOrDefault(wording.Text, ""))
            .Select(owner => (owner.Key, owner.Sum(wording => wording.People))).MaxBy(owner => owner.Item2);
        return most.People >= LeastPurity * gap.Wordings.Sum(wording => wording.People) ? most.Owner : null;
    }

    private static string Logged(string text) => QuestionRedaction.Of(Question.Parse(text).Text);

    private static string[][] MembersOf(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return
        [
            .. json.RootElement.GetProperty("c").EnumerateArray()
                .Select(member => member.EnumerateArray().Select(text => text.GetString()!).ToArray()),
        ];
    }

    private sealed class Figures
    {
        public required double Milliseconds { get; init; }

        public required int Asked { get; init; }

        public required int Missing { get; init; }

        public int FoundOnce { get; set; }

        public int Wordings { get; set; }

        public int RightWordings { get; set; }
    }

    /// <summary>A knowledge base that answers, logs and learns as the service does.</summary>
    private sealed class Learner : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly KnowledgeStore _store;
        private readonly Encoders _encoders;
        private readonly QuestionJudge _judge;
        private readonly PublishedCatalogs _catalogs;
        private readonly ReplyCache _cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        private readonly LastAnswers _lastAnswers = LastAnswers.Open(
            new ConversationOptions(), new CacheOptions().Redis, TimeProvider.System, NullLoggerFactory.Instance);

        private readonly QuestionLog _log;
        private readonly Answerer _answerer;
        private readonly Task _running;

        private Learner(string path)
        {
            _store = KnowledgeStore.Open(path + ".db");
            LoadedEncoder encoder = LoadedEncoder.Load(BenchContext.Model, new EncoderOptions());
            _encoders = new Encoders(encoder, model => throw new InvalidOperationException(model));
            _judge = QuestionJudge.Load(
                Path.Combine(BenchContext.Home, "models", "faqbot-judge-zh-en"), encoder, new EncoderOptions(), 256 << 20)
                ?? throw new InvalidOperationException("The bundled encoder has no judge.");
            _catalogs = new PublishedCatalogs(_store, _encoders);
            _log = new QuestionLog(
                path + ".questions.db", new QuestionLogOptions { QueueLength = 100_000 }, TimeProvider.System,
                NullLogger<QuestionLog>.Instance);
            _running = Task.Run(() => _log.RunAsync(_stop.Token));
            _answerer = new Answerer(_catalogs, new AnsweringOptions(), _cache, _lastAnswers, TimeProvider.System)
            {
                Log = _log,
                Stages =
                [
                    new RerankingStage(
                        _judge.Identity, PairReading.MostEntries, _judge.ScoreAsync, TimeSpan.FromMinutes(1), TimeProvider.System),
                ],
            };
        }

        public static async Task<Learner> StartAsync(string path, IEnumerable<(string Id, string[] Texts, bool IsStored)> members)
        {
            Learner learner = new(path);
            await new KnowledgeIndexer(learner._store, learner._encoders.Default.Bulk, TimeProvider.System).IndexAsync(new KnowledgeBase
            {
                Id = Kb,
                Name = "Help",
                Languages = ["en", "zh-Hans"],
                DefaultAnswer = new LocalizedText("-"),
                Entries =
                [
                    .. members.Select(member => new FaqEntry
                    {
                        Id = member.Id, Question = member.Texts[0], Answer = new LocalizedText($"The answer of {member.Id}."),
                    }),
                ],
            });
            await learner._catalogs.RefreshAsync(CancellationToken.None);
            return learner;
        }

        /// <summary>Asks as one user after the other; of those who get the answer to something else every second one says so.</summary>
        public async Task AskAsync(string text, string? wanted, string[] users)
        {
            string? answered = null;
            foreach (string user in users)
            {
                answered = (await _answerer.AnswerAsync(
                    new Ask(Question.Parse(text), Kb, EntryFilter.None, 3, null) { Asker = new Asker(Asker.Api, user, null) },
                    CancellationToken.None)).Answer?.EntryId;
            }

            if (answered is null || wanted is null || answered == wanted)
            {
                return;
            }

            foreach (string user in users.Where((_, i) => i % 2 == 0))
            {
                _log.Add(new SaidOfAnswer(
                    new Asker(Asker.Api, user, null), Question.Parse(text),
                    new Feedback(Kb, 1, text, answered, FeedbackKind.NotHelpful, "", "api", TimeProvider.System.GetUtcNow())));
            }
        }

        public async Task<MadeSuggestions> SuggestAsync()
        {
            await _log.FlushAsync(CancellationToken.None);
            return await new SuggestionMaker(
                _answerer, _catalogs, new LoggedQuestions(_log, TimeProvider.System), new LearningOptions(), TimeProvider.System)
            {
                Judge = _judge,
            }.MakeAsync(Kb, CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _log.DisposeAsync();
            _catalogs.Dispose();
            _judge.Dispose();
            await _cache.DisposeAsync();
            await _lastAnswers.DisposeAsync();
            await _encoders.DisposeAsync();
            _store.Dispose();
            _stop.Dispose();
        }
    }
}
