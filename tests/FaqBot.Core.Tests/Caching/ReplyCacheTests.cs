using FaqBot.Caching;
using FaqBot.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Caching;

public sealed class ReplyCacheTests
{
    [Fact]
    public async Task Cache_counts_what_look_ups_come_to()
    {
        await using ReplyCache cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Null(await FindAsync(cache));
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        Assert.Same(CachedQuestion.Ranked, await FindAsync(cache));
        Assert.Equal(new CacheSnapshot("memory", "inUse", Hits: 1, Misses: 1, Errors: 0, Skipped: 0), cache.Snapshot());
    }

    [Fact]
    public async Task Cache_keeps_nothing_that_soon_stops_to_hold()
    {
        await using ReplyCache cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMilliseconds(999));
        Assert.Null(await FindAsync(cache));
    }

    [Fact]
    public async Task Cache_lifetime_ends_when_the_ranking_stops_to_hold()
    {
        ManualTime time = new();
        await using ReplyCache cache = ReplyCache.Open(new CacheOptions(), time, NullLoggerFactory.Instance);
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(await FindAsync(cache));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await FindAsync(cache));
    }

    [Fact]
    public async Task Cache_switched_off_keeps_nothing()
    {
        await using ReplyCache cache = ReplyCache.Open(new CacheOptions { Enabled = false }, TimeProvider.System, NullLoggerFactory.Instance);
        cache.Store(CachedQuestion.Key(), CachedQuestion.Ranked, null);
        Assert.Null(await FindAsync(cache));
        Assert.Equal("off", cache.Snapshot().Kind);
    }

    [Fact]
    public void Options_all_faults_are_found_together_and_hold_no_password()
    {
        CacheOptions options = new() { Lifetime = TimeSpan.Zero, MaxMegabytes = 0 };
        options.Redis.Configuration = "password=secret";
        options.Redis.Timeout = TimeSpan.Zero;
        options.Redis.BreakAfter = 0;
        options.Redis.BreakDuration = TimeSpan.FromHours(1);
        string[] faults = [.. options.Faults()];
        Assert.Equal(6, faults.Length);
        Assert.DoesNotContain(faults, fault => fault.Contains("secret", StringComparison.Ordinal));
        Assert.Empty(new CacheOptions().Faults());
    }

    private static async Task<RankedEntry[]?> FindAsync(ReplyCache cache) =>
        await cache.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, TestContext.Current.CancellationToken);
}
