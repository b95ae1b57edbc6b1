using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FaqBot.Caching;
using FaqBot.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A real Redis server in every state that it can be in.</summary>
public sealed class RedisReplyStoreTests
{
    // The limit of one look-up is 25 ms; the rest is room for a busy machine.
    private static readonly TimeSpan Bounded = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_then_find_gives_the_same_ranking()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
        (CacheOutcome outcome, RankedEntry[]? ranked) = await FindAsync(store, CachedQuestion.Key());
        Assert.Equal(CacheOutcome.Hit, outcome);
        Assert.Equal(CachedQuestion.Ranked, ranked);
        Assert.Equal((CacheOutcome.Miss, null), await FindAsync(store, CachedQuestion.Key("别的问题")));
    }

    [Fact]
    public async Task Store_entries_expire()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await StoreUntilFoundAsync(store, CachedQuestion.Key(), TimeSpan.FromSeconds(2));
        await Eventually.IsTrueAsync(async () => (await FindAsync(store, CachedQuestion.Key())).Outcome == CacheOutcome.Miss, "the entry expires");
    }

    [Fact]
    public async Task Store_other_replica_finds_what_one_stored()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore one = Open(server.Configuration);
        await using RedisReplyStore other = Open(server.Configuration);
        await StoreUntilFoundAsync(one, CachedQuestion.Key());
        await Eventually.IsTrueAsync(async () => (await FindAsync(other, CachedQuestion.Key())).Outcome == CacheOutcome.Hit, "the other finds it");
    }

    [Theory]
    [InlineData("SET {0} rubbish")]
    [InlineData("SET {0} {{}}")]
    [InlineData("SETRANGE {0} 500000 x")]
    [InlineData("LPUSH {0} x")]
    [InlineData("HSET {0} a b")]
    public async Task Find_rubbish_is_an_error_and_the_next_store_replaces_it(string command)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await ConnectAsync(store);
        string key = $"faqbot:reply:{RankingPayload.Version}:{CachedQuestion.Key().Hash()}";
        await server.CommandAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, key));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal((CacheOutcome.Error, null), await FindAsync(store, CachedQuestion.Key()));
        }

        await StoreUntilFoundAsync(store, CachedQuestion.Key());
    }

    [Fact]
    public async Task Find_server_that_is_not_there_yet_is_used_once_it_is()
    {
        await using RedisServer server = RedisServer.NotYetStarted();
        await using RedisReplyStore store = Open(server.Configuration);
        await AssertBoundedAsync(store);
        await server.StartAgainAsync();
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
    }

    [Fact]
    public async Task Find_server_killed_and_restarted_is_used_again()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
        await server.KillAsync();
        await AssertBoundedAsync(store);
        Assert.True(store.IsBroken);
        await server.StartAgainAsync();
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
        Assert.False(store.IsBroken);
    }

    [Fact]
    public async Task Find_frozen_server_is_left_alone_and_used_again_when_it_thaws()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
        await server.FreezeAsync();
        try
        {
            await AssertBoundedAsync(store);
            Assert.True(store.IsBroken);
        }
        finally
        {
            await server.ThawAsync();
        }

        await StoreUntilFoundAsync(store, CachedQuestion.Key());
    }

    [Fact]
    public async Task Find_server_that_accepts_and_never_answers_costs_nothing()
    {
        using TcpListener hole = new(IPAddress.Loopback, 0);
        hole.Start();
        await using RedisReplyStore store = Open($"127.0.0.1:{((IPEndPoint)hole.LocalEndpoint).Port}");
        await AssertBoundedAsync(store);
    }

    [Fact]
    public async Task Store_read_only_server_keeps_serving_finds()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
        await server.CommandAsync($"CONFIG SET replica-serve-stale-data yes");
        await server.CommandAsync($"REPLICAOF 127.0.0.1 {RedisServer.FreePort()}");
        await AssertRefusedStoresDoNotMatterAsync(store);
    }

    [Fact]
    public async Task Store_full_server_keeps_serving_finds()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
        await server.CommandAsync("CONFIG SET maxmemory-policy noeviction");
        await server.CommandAsync("CONFIG SET maxmemory 1");
        await AssertRefusedStoresDoNotMatterAsync(store);
    }

    [Fact]
    public async Task Find_wrong_password_costs_nothing()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "right");
        await using RedisReplyStore store = Open($"{server.Configuration},password=wrong");
        await AssertBoundedAsync(store);
    }

    [Fact]
    public async Task Find_right_password_is_used()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "right");
        await using RedisReplyStore store = Open($"{server.Configuration},password=right");
        await StoreUntilFoundAsync(store, CachedQuestion.Key());
    }

    [Fact]
    public async Task Find_asker_who_goes_away_ends_the_wait()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisReplyStore store = Open(server.Configuration);
        await ConnectAsync(store);
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, gone.Token));
        Assert.Equal(CacheOutcome.Miss, (await FindAsync(store, CachedQuestion.Key())).Outcome);
    }

    private static RedisReplyStore Open(string configuration) => new(
        new RedisOptions { Configuration = configuration, BreakDuration = TimeSpan.FromMilliseconds(200) }, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<(CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(RedisReplyStore store, ReplyKey key) =>
        await store.FindAsync(key, CachedQuestion.Catalog, Token);

    private static Task ConnectAsync(RedisReplyStore store) => Eventually.IsTrueAsync(
        async () => (await FindAsync(store, CachedQuestion.Key("anything"))).Outcome == CacheOutcome.Miss, "the store is connected");

    private static Task StoreUntilFoundAsync(RedisReplyStore store, ReplyKey key, TimeSpan? lifetime = null) => Eventually.IsTrueAsync(
        async () =>
        {
            store.Store(key, CachedQuestion.Ranked, lifetime ?? TimeSpan.FromMinutes(1));
            return (await FindAsync(store, key)).Outcome == CacheOutcome.Hit;
        },
        "what is stored is found");

    /// <summary>Looks up often enough to pass every state of the breaker; the median says what a request pays.</summary>
    private static async Task AssertBoundedAsync(RedisReplyStore store)
    {
        List<TimeSpan> times = [];
        for (int i = 0; i < 60; i++)
        {
            long started = Stopwatch.GetTimestamp();
            Assert.Null((await FindAsync(store, CachedQuestion.Key())).Ranked);
            times.Add(Stopwatch.GetElapsedTime(started));
            store.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
        }

        times.Sort();
        Assert.True(times[times.Count / 2] < Bounded, $"median {times[times.Count / 2]}");

        // Only the look-ups before a break wait at all.
        Assert.True(times.Count(time => time > Bounded / 2) <= 6, $"slow ones: {string.Join(", ", times.TakeLast(8))}");
    }

    private static async Task AssertRefusedStoresDoNotMatterAsync(RedisReplyStore store)
    {
        for (int i = 0; i < 20; i++)
        {
            store.Store(CachedQuestion.Key($"question {i}"), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
            await Eventually.IsTrueAsync(async () => (await FindAsync(store, CachedQuestion.Key())).Outcome == CacheOutcome.Hit, "what was there is found");
            Assert.Equal(CacheOutcome.Miss, (await FindAsync(store, CachedQuestion.Key($"question {i}"))).Outcome);
        }
    }
}
