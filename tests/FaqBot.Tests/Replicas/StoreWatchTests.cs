using FaqBot.Core.Answering;
using FaqBot.Core.Redis;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using FaqBot.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.Replicas;

/// <summary>How a process learns what another one published, by a clock that only the test moves.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class StoreWatchTests(SharedServer shared)
{
    private const string Kb = "hours";

    /// <summary>Where nobody listens: no hint ever comes.</summary>
    private static readonly string Nowhere = $"Host=127.0.0.1;Port={FreePort.Find()};Database=none;Username=none;Timeout=1";

    [Fact]
    public async Task One_look_at_the_counter_finds_what_was_published_where_no_hint_comes()
    {
        // The other half of the two seconds is for loading it.
        TimeSpan interval = new KnowledgeOptions().WatchInterval;
        Assert.InRange(interval, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await using Watching watching = await Watching.StartAsync(await shared.MigratedAsync(), Nowhere, interval);
        await watching.PublishAsync("From 10.");
        Assert.Equal("From 9.", watching.Answer);
        watching.Clock.Advance(interval);
        await Eventually.IsTrueAsync(() => Task.FromResult(watching.Answer == "From 10."), "the next look found it");
    }

    [Fact]
    public async Task Hint_is_enough_where_the_next_look_never_comes()
    {
        await using Watching watching = await Watching.StartAsync(await shared.MigratedAsync(), null, TimeSpan.FromMinutes(1));
        await watching.PublishAsync("From 10.");
        await Eventually.IsTrueAsync(() => Task.FromResult(watching.Answer == "From 10."), "the hint led to it");
    }

    [Fact]
    public async Task Replica_that_learns_it_tells_others_by_redis()
    {
        string connection = await shared.MigratedAsync();
        await using RedisServer redis = await RedisServer.StartAsync();
        TimeSpan never = TimeSpan.FromMinutes(1);
        await using Watching deaf = await Watching.StartAsync(connection, Nowhere, never, redis);
        await using Watching hearing = await Watching.StartAsync(connection, null, never, redis);
        await redis.SubscribersAsync("faqbot:changes", 2);
        await hearing.PublishAsync("From 10.");
        await Eventually.IsTrueAsync(() => Task.FromResult(deaf.Answer == "From 10."), "it was told");
        await Eventually.IsTrueAsync(() => Task.FromResult(hearing.Answer == "From 10."), "it loads, too");
    }

    /// <summary>What a replica does beside answering.</summary>
    private sealed class Watching : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly string _connection;
        private readonly KnowledgeStore _store;
        private readonly Encoders _encoders;
        private readonly PublishedCatalogs _catalogs;
        private readonly ChangeHints? _hints;
        private readonly Task _running;

        private Watching(string connection, string? direct, TimeSpan interval, RedisServer? redis)
        {
            _hints = ChangeHints.Open(new RedisOptions { Configuration = redis?.Configuration }, TimeProvider.System);
            _connection = connection;
            _store = KnowledgeStore.Open(new StorePlace("") { ConnectionString = connection, DirectConnectionString = direct });
            _encoders = new Encoders(
                LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions()), model => throw new InvalidOperationException(model));
            _catalogs = new PublishedCatalogs(_store, _encoders);
            StoreKeyRing keys = new(new StorageOptions(), Clock, NullLogger<StoreKeyRing>.Instance);
            AccessRing access = new(Clock);
            keys.Refresh(_store.Keys);
            access.Refresh(_store.Access);
            (int, long) seen = _store.ChangeCounter();
            StoreWatch watch = new(
                _store, _catalogs, new CatalogRefresh(_catalogs, null, NullLogger.Instance), new EndpointKeyRing(), keys, access,
                new StorageHealth(NullLogger<StorageHealth>.Instance), _hints, Clock, NullLogger.Instance);
            _running = Task.Run(() => watch.RunAsync(interval, seen, _stopping.Token));
        }

        public TimerClock Clock { get; } = new();

        public string? Answer => _catalogs.Find(Kb)?.Entries[0].Answer.For(Language.English);

        public static async Task<Watching> StartAsync(string connection, string? direct, TimeSpan interval, RedisServer? redis = null)
        {
            await PublishAsync(connection, "From 9.");
            Watching watching = new(connection, direct, interval, redis);
            await watching._catalogs.RefreshAsync(TestContext.Current.CancellationToken);
            await watching.Clock.TimerAsync(span => span == interval);
            return watching;
        }

        /// <summary>Publishes in another process.</summary>
        public Task PublishAsync(string answer) => PublishAsync(_connection, answer);

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
            if (_hints is not null)
            {
                await _hints.DisposeAsync();
            }

            _stopping.Dispose();
            _catalogs.Dispose();
            await _encoders.DisposeAsync();
            _store.Dispose();
        }

        private static async Task PublishAsync(string connection, string answer)
        {
            using TemporaryFolder folder = new();
            string file = folder.File("hours.json");
            await File.WriteAllTextAsync(
                file,
                $$"""
                {"formatVersion": 1, "id": "{{Kb}}", "name": "Hours", "languages": ["en"], "defaultAnswer": "Sorry.",
                 "entries": [{"id": "open", "question": "When are you open?", "answer": "{{answer}}"}]}
                """,
                TestContext.Current.CancellationToken);
            await IndexerProcess.IndexAsync($"postgres:{connection}", file);
        }
    }
}
