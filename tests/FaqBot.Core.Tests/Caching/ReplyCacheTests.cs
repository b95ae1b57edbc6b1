using System.Diagnostics.Metrics;
using FaqBot.Core.Caching;
using FaqBot.Core.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Caching;

// Alone, because the meter is one for the whole process.
[Collection(RedisCollection.Name)]
public sealed class ReplyCacheTests
{
    [Fact]
    public async Task Cache_counts_what_look_ups_come_to()
    {
        await using ReplyCache cache = Open();
        Assert.Null(await FindAsync(cache));
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        Assert.Same(CachedQuestion.Ranked, await FindAsync(cache));
        Assert.Equal(
            new CacheSnapshot("memory", "inUse", Hits: 1, Misses: 1, Errors: 0, Skipped: 0, Stored: 1, StoreErrors: 0, Dropped: 0),
                cache.Snapshot());
    }

    [Fact]
    public async Task Cache_counts_in_the_meter_by_result()
    {
        Dictionary<string, long> measured = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "FaqBot" && instrument.Name.StartsWith("faqbot.cache.", StringComparison.Ordinal))
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string name = $"{instrument.Name} {tags[0].Key}={tags[0].Value}";
            measured[name] = measured.GetValueOrDefault(name) + value;
        });
        listener.Start();

        await using ReplyCache cache = Open();
        await FindAsync(cache);
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        await FindAsync(cache);
        await FindAsync(cache);
        CacheCounters counters = new();
        counters.Count(CacheOutcome.Error);
        counters.Count(CacheOutcome.Skipped);
        counters.Count(StoreOutcome.Error);
        counters.Count(StoreOutcome.Dropped);

        Assert.Equal(
            [
                ("faqbot.cache.requests result=error", 1),
                ("faqbot.cache.requests result=hit", 2),
                ("faqbot.cache.requests result=miss", 1),
                ("faqbot.cache.requests result=skipped", 1),
                ("faqbot.cache.stores result=dropped", 1),
                ("faqbot.cache.stores result=error", 1),
                ("faqbot.cache.stores result=stored", 1),
            ],
            measured.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cache_keeps_nothing_that_soon_stops_to_hold()
    {
        await using ReplyCache cache = Open();
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMilliseconds(999));
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromSeconds(-5));
        Assert.Null(await FindAsync(cache));
    }

    [Fact]
    public async Task Cache_lifetime_ends_when_the_ranking_stops_to_hold()
    {
        ManualClock time = new();
        await using ReplyCache cache = Open(time: time);
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(await FindAsync(cache));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await FindAsync(cache));
    }

    [Fact]
    public async Task Cache_lifetime_is_never_longer_than_its_option()
    {
        ManualClock time = new();
        await using ReplyCache cache = Open(new CacheOptions { Lifetime = TimeSpan.FromMinutes(2) }, time);
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await FindAsync(cache));
    }

    [Fact]
    public async Task Cache_switched_off_keeps_nothing()
    {
        await using ReplyCache cache = Open(new CacheOptions { Enabled = false });
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        Assert.Null(await FindAsync(cache));
        Assert.Equal(new CacheSnapshot("off", "inUse", 0, 0, 0, 0, 0, 0, 0), cache.Snapshot());
    }

    [Fact]
    public async Task Cache_used_after_its_end_finds_nothing_and_does_not_throw()
    {
        ReplyCache cache = Open();
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        await cache.DisposeAsync();
        await cache.DisposeAsync();
        Assert.Null(await FindAsync(cache));
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        Assert.Equal("off", cache.Snapshot().Kind);
    }

    [Fact]
    public async Task Cache_asker_who_has_gone_is_told_so()
    {
        await using ReplyCache cache = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await cache.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, new CancellationToken(true)));
    }

    [Fact]
    public void Options_all_faults_are_found_together_and_hold_no_password()
    {
        CacheOptions options = new() { Lifetime = TimeSpan.Zero, MaxMegabytes = 0 };
        options.Redis.Configuration = "password=secret";
        options.Redis.KeyPrefix = new string('x', 101);
        options.Redis.Timeout = TimeSpan.Zero;
        options.Redis.BreakAfter = 0;
        options.Redis.BreakDuration = TimeSpan.FromHours(1);
        string[] faults = [.. options.Faults()];
        Assert.Equal(7, faults.Length);
        Assert.DoesNotContain(faults, fault => fault.Contains("secret", StringComparison.Ordinal));
        Assert.Empty(new CacheOptions().Faults());
    }

    [Theory]
    [InlineData("127.0.0.1:6379", true)]
    [InlineData("redis,password=secret,ssl=true", true)]
    [InlineData("redis:6379,user=faq,password=secret,tcpKeepAlive=true,name=faqbot", true)]
    [InlineData("", true)]
    [InlineData(" ", true)]
    [InlineData(",", false)]
    [InlineData("password=secret", false)]
    [InlineData("redis,connectTimeout=secret", false)]
    [InlineData("redis,keepAlive=99999999999", false)]
    public void Options_connection_string_is_checked_without_showing_it(string configuration, bool valid)
    {
        CacheOptions options = new();
        options.Redis.Configuration = configuration;
        string[] faults = [.. options.Faults()];
        Assert.Equal(valid ? 0 : 1, faults.Length);
        Assert.DoesNotContain(faults, fault => fault.Contains("secret", StringComparison.Ordinal));
    }

    private static ReplyCache Open(CacheOptions? options = null, TimeProvider? time = null) =>
        ReplyCache.Open(options ?? new CacheOptions(), time ?? TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<RankedEntry[]?> FindAsync(ReplyCache cache) =>
        await cache.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, TestContext.Current.CancellationToken);
}
