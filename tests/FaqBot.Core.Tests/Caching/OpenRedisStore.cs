using System.Collections.Concurrent;
using FaqBot.Core.Caching;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Core.Tests.Redis;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A store on some Redis, with all that it counts and logs.</summary>
internal sealed class OpenRedisStore : IAsyncDisposable
{
    private readonly Log _log = new();

    /// <summary>Opens one that is patient, for tests that are not about time; others give their own <paramref name="timeout"/>.</summary>
    public OpenRedisStore(
        string configuration, TimeSpan? timeout = null, TimeSpan? breakDuration = null, int breakAfter = 3, TimeProvider? time = null,
        string? password = null, byte key = 1)
    {
        RedisOptions options = new()
        {
            Configuration = configuration,
            Password = password,
            Timeout = timeout ?? TimeSpan.FromSeconds(1),
            BreakAfter = breakAfter,
            BreakDuration = breakDuration ?? TimeSpan.FromMilliseconds(200),
        };
        Assert.Empty(options.Faults());
        Store = new RedisReplyStore(options, Seals.Of(key, time, _log), time ?? TimeProvider.System, Counters, _log);
        Cache = new ReplyCache(Store, TimeSpan.FromHours(1), Counters);
    }

    public RedisReplyStore Store { get; }

    public ReplyCache Cache { get; }

    public CacheCounters Counters { get; } = new();

    public IReadOnlyList<(LogLevel Level, string Text)> Lines => [.. _log.Lines];

    public static string RedisKey(ReplyKey? key = null) => $"faqbot:reply:{RankingPayload.Version}:{(key ?? CachedQuestion.Key()).Hash()}";

    /// <summary>A value as this store's service would have written it.</summary>
    public static byte[] Sealed(string payload) => Seals.Of(1).Close(RedisKey(), System.Text.Encoding.UTF8.GetBytes(payload));

    /// <summary>Looks up as the answerer does, and says what was counted for it.</summary>
    public async Task<CacheOutcome> FindAsync(ReplyKey? key = null)
    {
        long[] before = Requests();
        RankedEntry[]? found =
            await Cache.FindAsync(key ?? CachedQuestion.Key(), CachedQuestion.Catalog, TestContext.Current.CancellationToken);
        long[] after = Requests();
        CacheOutcome outcome = Enum.GetValues<CacheOutcome>().Single(each => after[(int)each] == before[(int)each] + 1);
        Assert.Equal(outcome == CacheOutcome.Hit, found is not null);
        if (found is not null)
        {
            Assert.Equal(CachedQuestion.Ranked, found);
        }

        return outcome;
    }

    public void Keep(ReplyKey? key = null, TimeSpan? lifetime = null) =>
        Cache.Store(key ?? CachedQuestion.Key(), CachedQuestion.Ranked, lifetime);

    public Task UntilConnectedAsync() => Eventually.IsTrueAsync(
        async () => await FindAsync(CachedQuestion.Key("anything")) == CacheOutcome.Miss, "the store is connected");

    public Task UntilHitAsync(ReplyKey? key = null, TimeSpan? lifetime = null) => Eventually.IsTrueAsync(
        async () =>
        {
            Keep(key, lifetime);
            return await FindAsync(key) == CacheOutcome.Hit;
        },
        "what is stored is found");

    public ValueTask DisposeAsync() => Cache.DisposeAsync();

    private long[] Requests() => [.. Enum.GetValues<CacheOutcome>().Select(outcome => Counters[outcome])];

    private sealed class Log : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        IDisposable ILogger.BeginScope<TState>(TState state) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }
}
