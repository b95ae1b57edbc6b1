using System.Diagnostics.Metrics;
using FaqBot.Core.Caching;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A real Redis server that works, whatever it holds.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisReplyStoreTests
{
    private const long Future = 4102444800000;

    /// <summary>What may lie under a key, with {0} for its hash.</summary>
    public static TheoryData<string> Rubbish { get; } =
    [
        "rubbish",
        "\0\u0001\u0002",
        "{}",
        "[]",
        Payload("[[1,2,0.9,0.9]]", version: 3),
        Payload("[[1,2,0.9,0.9]]", hash: new string('0', 64)),
        Payload("[[1,2,0.9,0.9]")[..^3],
        Payload("[[6,12,0.9,0.9]]"),
        Payload("[[-1,0,0.9,0.9]]"),
        Payload("[[1,4,0.9,0.9]]"),
        Payload("[[1,2,NaN,0.9]]"),
        Payload("[[1,2,0.9,2]]"),
        Payload("[[1,2,0.9,0.5],[0,0,0.9,0.6]]"),
        Payload("[[1,2,0.9,1],[0,0,0.9,1]]"),
        Payload("[[1,2,0.9,0.9],[1,3,0.8,0.1]]"),
        Payload($"[[{CachedQuestion.Disabled},{CachedQuestion.Disabled * 2},0.9,0.9]]"),
        Payload("[[1,2,0.9,0.9]]" + new string(' ', RankingPayload.MaxBytes)),
        new string('[', RankingPayload.MaxBytes),
        new string('x', 3_000_000),
    ];

    [Fact]
    public async Task Store_then_find_gives_the_same_ranking()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilConnectedAsync();
        Assert.Equal(CacheOutcome.Miss, await store.FindAsync());
        await store.UntilHitAsync();
        Assert.Equal(CacheOutcome.Miss, await store.FindAsync(CachedQuestion.Key("别的问题")));
        Assert.Empty(store.Lines);
        Assert.Equal(CacheOutcome.Miss, await FindUnderAsync(server, store, CachedQuestion.Key(filter: CachedQuestion.ForPublic)));
        Assert.Contains("(reply) was not written by this service", Assert.Single(store.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_entries_expire()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilHitAsync(lifetime: TimeSpan.FromSeconds(2));
        await Eventually.IsTrueAsync(async () => await store.FindAsync() == CacheOutcome.Miss, "the entry expires");
        await Eventually.IsTrueAsync(async () => await server.CommandAsync("DBSIZE") == ":0", "Redis forgets it too");
    }

    [Fact]
    public async Task Store_entry_that_Redis_keeps_too_long_is_a_miss()
    {
        ManualClock time = new();
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration, time: time);
        await store.UntilHitAsync(lifetime: TimeSpan.FromMinutes(1));
        await server.CommandAsync("PERSIST", OpenRedisStore.RedisKey());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CacheOutcome.Miss, await store.FindAsync());
    }

    [Fact]
    public async Task Store_other_replica_finds_what_one_stored()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore one = new(server.Configuration);
        await using OpenRedisStore other = new(server.Configuration);
        await one.UntilHitAsync();
        await Eventually.IsTrueAsync(async () => await other.FindAsync() == CacheOutcome.Hit, "the other finds it");
    }

    [Fact]
    public async Task Store_keeps_numbers_only()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilHitAsync();
        string key = OpenRedisStore.RedisKey();
        Assert.Equal(":1", await server.CommandAsync("EXISTS", key));
        Assert.Equal(":1", await server.CommandAsync("DBSIZE"));
        Assert.Matches(
            """^\{"v":2,"k":"[0-9a-f]{64}","u":[0-9]+,"e":\[[0-9.,\[\]]+\]\}$""", (await server.AskAsync("GETRANGE", key, "32", "-1")).Trim());
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Find_rubbish_is_a_miss_even_when_sealed_and_the_next_store_replaces_it(string rubbish)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilConnectedAsync();
        string value = rubbish.Replace("{0}", CachedQuestion.Key().Hash(), StringComparison.Ordinal);
        await server.SetAsync(OpenRedisStore.RedisKey(), System.Text.Encoding.UTF8.GetBytes(value));
        await AssertThenReplacedAsync(store, CacheOutcome.Miss);
        await server.SetAsync(OpenRedisStore.RedisKey(), OpenRedisStore.Sealed(value));
        await AssertThenReplacedAsync(store, CacheOutcome.Miss);
        Assert.Single(store.Lines);
    }

    [Fact]
    public async Task Find_forged_ranking_is_a_miss_counted_and_told_once()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await using OpenRedisStore stranger = new(server.Configuration, key: 2);
        await store.UntilConnectedAsync();
        long refused = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "faqbot.redis.refused")
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) => Interlocked.Add(ref refused, tags[0].Value is "reply" ? value : 0));
        listener.Start();

        // A ranking that fits the catalog in all, with seals that a stranger can make: none, of zeroes, of another key.
        string payload = Payload("[[1,2,0.9,0.9]]").Replace("{0}", CachedQuestion.Key().Hash(), StringComparison.Ordinal);
        byte[] plain = System.Text.Encoding.UTF8.GetBytes(payload);
        foreach (byte[] forged in (byte[][])[plain, [.. new byte[32], .. plain], [.. "x"u8, .. plain]])
        {
            await server.SetAsync(OpenRedisStore.RedisKey(), forged);
            Assert.Equal(CacheOutcome.Miss, await store.FindAsync());
        }

        await stranger.UntilHitAsync();
        Assert.Equal(CacheOutcome.Miss, await store.FindAsync());
        Assert.True(Interlocked.Read(ref refused) >= 4);
        Assert.Contains("(reply) was not written by this service", Assert.Single(store.Lines).Text, StringComparison.Ordinal);
        await store.UntilHitAsync();
    }

    [Theory]
    [InlineData("RPUSH", "a", "b")]
    [InlineData("HSET", "a", "b")]
    [InlineData("SADD", "a", "b")]
    [InlineData("ZADD", "1", "b")]
    [InlineData("SETRANGE", "500000000", "b")]
    public async Task Find_value_of_another_kind_is_an_error_and_the_next_store_replaces_it(string command, string first, string second)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilConnectedAsync();
        await server.CommandAsync(command, OpenRedisStore.RedisKey(), first, second);
        await AssertThenReplacedAsync(store, command == "SETRANGE" ? CacheOutcome.Miss : CacheOutcome.Error);
    }

    [Fact]
    public async Task Find_bytes_that_are_no_text_are_a_miss_and_the_next_store_replaces_them()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilConnectedAsync();
        await server.SetAsync(OpenRedisStore.RedisKey(), [(byte)'"', 0xFF, 0xC0, 0x80, (byte)'"']);
        await AssertThenReplacedAsync(store, CacheOutcome.Miss);
    }

    [Fact]
    public async Task Find_flushed_server_is_a_miss()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilHitAsync();
        await server.CommandAsync("FLUSHALL");
        Assert.Equal(CacheOutcome.Miss, await store.FindAsync());
        await store.UntilHitAsync();
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("LOCALHOST:{0},127.0.0.1:{0}")]
    [InlineData("127.0.0.1:{0},connectTimeout=5000,keepAlive=60,abortConnect=true,name=own,defaultDatabase=3")]
    [InlineData("127.0.0.1:{0},user=default,tcpKeepAlive=true,setlib=false")]
    public async Task Find_connection_strings_of_either_client_version_are_used(string configuration)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(configuration.Replace("{0}", $"{server.Port}", StringComparison.Ordinal));
        await store.UntilHitAsync();
    }

    [Fact]
    public async Task Find_right_password_is_used()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "right");
        await using OpenRedisStore store = new($"{server.Configuration},password=right");
        await store.UntilHitAsync();
    }

    [Fact]
    public async Task Find_many_at_once_all_find_their_own()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilConnectedAsync();
        RankedEntry[] Own(int i) => [new(i % 3, i % 3 * 2, 0.5, i / 1_000d)];
        for (int i = 0; i < 200; i++)
        {
            store.Cache.Store(CachedQuestion.Key($"question {i}"), Own(i), null);
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(store.Counters[StoreOutcome.Stored] == 200), "all are stored");
        RankedEntry[]?[] found = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => store.Cache
            .FindAsync(CachedQuestion.Key($"question {i}"), CachedQuestion.Catalog, TestContext.Current.CancellationToken).AsTask()));
        Assert.All(found, (ranked, i) => Assert.Equal(Own(i), ranked!));
    }

    private static string Payload(string entries, int version = 2, string hash = "{0}") =>
        $$"""{"v":{{version}},"k":"{{hash}}","u":{{Future}},"e":{{entries}}}""";

    /// <summary>Looks up under another key what lies under the usual one, as if somebody had copied it.</summary>
    private static async Task<CacheOutcome> FindUnderAsync(RedisServer server, OpenRedisStore store, ReplyKey key)
    {
        await server.CommandAsync("COPY", OpenRedisStore.RedisKey(), OpenRedisStore.RedisKey(key));
        return await store.FindAsync(key);
    }

    private static async Task AssertThenReplacedAsync(OpenRedisStore store, CacheOutcome outcome)
    {
        long before = store.Counters[outcome];
        // More often than a breaker would stand: the server itself is well.
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(outcome, await store.FindAsync());
        }

        Assert.Equal(before + 10, store.Counters[outcome]);
        await store.UntilHitAsync();
        Assert.False(store.Store.IsBroken);
    }
}
