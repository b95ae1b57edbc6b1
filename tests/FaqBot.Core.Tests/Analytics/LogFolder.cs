using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Analytics;

/// <summary>A question log in a folder of its own, with questions that were never asked.</summary>
internal sealed class LogFolder : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public LogFolder(
        QuestionLogOptions? options = null, TimeProvider? time = null, string name = "faq.questions.db", PostgresEngine? server = null)
    {
        Path = server?.LogPath ?? _folder.File(name);
        Log = new QuestionLog(
            server?.Place ?? new StorePlace(Path), options ?? new QuestionLogOptions(), time ?? TimeProvider.System,
            NullLogger<QuestionLog>.Instance);
    }

    public string Path { get; }

    public QuestionLog Log { get; }

    public QuestionTotals Totals => new(Log);

    /// <summary>Starts to write.</summary>
    public LogFolder Run()
    {
        _running = Task.Run(() => Log.RunAsync(_stop.Token));
        return this;
    }

    /// <summary>Ends the writing; what waits is written.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return _running;
    }

    public async Task AddAsync(params IEnumerable<AskedQuestion> questions)
    {
        foreach (AskedQuestion question in questions)
        {
            Log.Add(question);
        }

        await Log.FlushAsync(TestContext.Current.CancellationToken);
    }

    public async Task SayAsync(params IEnumerable<SaidOfAnswer> said)
    {
        foreach (SaidOfAnswer one in said)
        {
            Log.Add(one);
        }

        await Log.FlushAsync(TestContext.Current.CancellationToken);
    }

    public static AskedQuestion Asked(
        string text, string user = "ann", Decision decision = Decision.Answer, string? entry = "e1", double confidence = 0.9,
            DateTimeOffset? at = null, string kb = "shop", int version = 1, string? conversation = null, string channel = Asker.Api,
            string? runnerUp = null, RankingOrigin origin = RankingOrigin.Ranked, bool optsOut = false) => new(
        new Asker(channel, user, conversation, optsOut),
        Question.Parse(text),
        VersionOf(kb, version),
        decision,
        entry is null ? [] : runnerUp is null ? [(entry, confidence)] : [(entry, confidence), (runnerUp, confidence / 2)],
        origin,
        at ?? Noon,
        TimeSpan.FromMilliseconds(2));

    public static SaidOfAnswer Said(
        string text, FeedbackKind kind, string? entry = "e1", string user = "ann", DateTimeOffset? at = null, string kb = "shop") => new(
        new Asker(Asker.Api, user, null), Question.Parse(text),
        new Feedback(kb, 1, text, entry, kind, Feedback.KeyOf(kb, user), "api", at ?? Noon));

    public static VersionIdentity VersionOf(string kb, int number) => new(
        kb, number, Publication.Model, TextNormalizer.Version, VectorFormat.Float32, new string('b', 64), Noon.AddDays(-1));

    public long Count(string table) => Sql.Count(Path, table);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Log.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        _stop.Dispose();
    }
}
