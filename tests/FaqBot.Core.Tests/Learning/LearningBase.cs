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
using FaqBot.Core.Tests.Answering;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Learning;

/// <summary>A knowledge base with the bundled encoder, answered and logged as the service does.</summary>
internal sealed class LearningBase : IAsyncDisposable
{
    public const string Id = "help";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly KnowledgeStore _store;
    private readonly Encoders _encoders;
    private readonly ReplyCache _cache;
    private readonly LastAnswers _lastAnswers;
    private readonly QuestionJudge? _judge;
    private readonly PublishedCatalogs _catalogs;
    private readonly Answerer _answerer;
    private readonly Task _running;

    private LearningBase(bool withJudge, LearningOptions? options)
    {
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        LoadedEncoder encoder = LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions());
        _encoders = new Encoders(encoder, model => throw new ModelException(model, ["it is not installed"]));
        _judge = withJudge ? QuestionJudge.Load(BundledJudge.Folder, encoder, new EncoderOptions(), 256 << 20, PatientLoad.Policy) : null;
        _catalogs = new PublishedCatalogs(_store, _encoders);
        _cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        _lastAnswers = LastAnswers.Open(
            new ConversationOptions(), new CacheOptions().Redis, TimeProvider.System, NullLoggerFactory.Instance);
        Log = new QuestionLog(
            _folder.File("faq.questions.db"), new QuestionLogOptions { QueueLength = 100_000 }, TimeProvider.System,
            NullLogger<QuestionLog>.Instance);
        _running = Task.Run(() => Log.RunAsync(_stop.Token));
        _answerer = new Answerer(_catalogs, new AnsweringOptions(), _cache, _lastAnswers, TimeProvider.System)
        {
            Log = Log,
            Load = PatientLoad.Policy,
            Stages = _judge is null ? [] :
            [
                new RerankingStage(
                    _judge.Identity, PairReading.MostEntries, _judge.ScoreAsync, TimeSpan.FromMinutes(1), TimeProvider.System),
            ],
        };
        Questions = new LoggedQuestions(Log, TimeProvider.System);
        Maker = new SuggestionMaker(_answerer, _catalogs, Questions, options ?? new LearningOptions(), TimeProvider.System)
        {
            Judge = _judge,
        };
    }

    public QuestionLog Log { get; }

    public LoggedQuestions Questions { get; }

    public SuggestionMaker Maker { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LearningBase> StartAsync(
        IEnumerable<(string Id, string[] Questions)> entries, bool withJudge = false, LearningOptions? options = null)
    {
        LearningBase learning = new(withJudge, options);
        await learning.PublishAsync(entries);
        return learning;
    }

    public async Task PublishAsync(IEnumerable<(string Id, string[] Questions)> entries)
    {
        KnowledgeBase knowledge = new()
        {
            Id = Id,
            Name = "Help",
            Languages = ["en", "zh-Hans"],
            DefaultAnswer = new LocalizedText("Nobody here knows."),
            Entries =
            [
                .. entries.Select(entry => new FaqEntry
                {
                    Id = entry.Id,
                    Question = entry.Questions[0],
                    Alternates = entry.Questions[1..],
                    Answer = new LocalizedText($"The answer of {entry.Id}."),
                }),
            ],
        };
        await new KnowledgeIndexer(_store, _encoders.Default.Bulk, TimeProvider.System)
            .IndexAsync(knowledge, cancellationToken: Cancellation);
        await _catalogs.RefreshAsync(Cancellation);
    }

    /// <summary>Asks as one user after the other.</summary>
    public async Task<Reply> AskAsync(string text, params IEnumerable<string> users)
    {
        Reply? reply = null;
        foreach (string user in users)
        {
            reply = await _answerer.AnswerAsync(
                new Ask(Question.Parse(text), Id, EntryFilter.None, 3, null) { Asker = new Asker(Asker.Api, user, null) }, Cancellation);
        }

        await Log.FlushAsync(Cancellation);
        return reply!;
    }

    public async Task SayAsync(string text, string entry, FeedbackKind kind, params IEnumerable<string> users)
    {
        foreach (string user in users)
        {
            Log.Add(new SaidOfAnswer(
                new Asker(Asker.Api, user, null), Question.Parse(text),
                new Feedback(Id, 1, text, entry, kind, Feedback.KeyOf(Id, user), "api", TimeProvider.System.GetUtcNow())));
        }

        await Log.FlushAsync(Cancellation);
    }

    /// <summary>Logs questions of other times, without asking them.</summary>
    public void AddAsked(IEnumerable<(string Text, DateTimeOffset At)> questions)
    {
        VersionIdentity version = _catalogs.Find(Id)!.Identity;
        foreach ((string text, DateTimeOffset at) in questions)
        {
            Log.Add(new AskedQuestion(
                new Asker(Asker.Api, "somebody", null), Question.Parse(text), version, Decision.NoMatch, [], RankingOrigin.Ranked, at,
                TimeSpan.FromMilliseconds(1)));
        }
    }

    /// <summary>Weeks with what they were about.</summary>
    public async Task<IReadOnlyList<DriftWeek>> DriftAsync(DateOnly today)
    {
        await Log.FlushAsync(Cancellation);
        IReadOnlyList<DriftWeek> weeks = Drift.Of(new QuestionTotals(Log).Days(new TotalsFilter(Id, today.AddDays(-200), today)));
        return await new TopicDrift(_catalogs, Questions).FindAsync(Id, weeks, today, Cancellation);
    }

    /// <summary>Takes all texts out of the log.</summary>
    public void ForgetTexts()
    {
        using SqliteConnection connection = Sql.Open(_folder.File("faq.questions.db"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE wordings SET text = NULL; DELETE FROM wording_vectors";
        command.ExecuteNonQuery();
    }

    public async Task<Suggestion[]> SuggestAsync(QueueKind? queue = null) =>
        [.. (await Maker.MakeAsync(Id, Cancellation)).All.Where(one => queue is null || one.Queue == queue)];

    public static IEnumerable<string> Users(int count, string name = "user") => Enumerable.Range(0, count).Select(i => $"{name} {i}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Log.DisposeAsync();
        _catalogs.Dispose();
        _judge?.Dispose();
        await _cache.DisposeAsync();
        await _lastAnswers.DisposeAsync();
        await _encoders.DisposeAsync();
        _store.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        _stop.Dispose();
    }
}
