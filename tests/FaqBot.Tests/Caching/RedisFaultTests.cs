using System.Globalization;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Caching;

/// <summary>Whatever happens to Redis, answers stay the same, and most replies do not wait for it.</summary>
[Collection(CachingCollection.Name)]
public sealed class RedisFaultTests(CachedService service) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await service.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Killed_redis_is_done_without_and_used_again_after_its_restart()
    {
        await AssertUnchangedAsync();
        await service.Redis.KillAsync();
        await AssertHardlyAskedAsync();
        Assert.True(await CountAsync("errors") + await CountAsync("skipped") > 0);
        await service.Redis.StartAgainAsync();
        await CachedService.UsesRedisAsync(service.Client);
    }

    [Fact]
    public async Task Frozen_redis_is_done_without_and_used_again_when_it_thaws()
    {
        await AssertUnchangedAsync();
        await service.Redis.FreezeAsync();
        try
        {
            await AssertHardlyAskedAsync();
            Assert.True(await CountAsync("skipped") > 0);
        }
        finally
        {
            await service.Redis.ThawAsync();
        }

        await CachedService.UsesRedisAsync(service.Client);
    }

    [Fact]
    public async Task Read_only_redis_refuses_stores_and_changes_nothing()
    {
        await service.Redis.AskAsync("REPLICAOF", "127.0.0.1", $"{FreePort.Find()}");
        await AssertUnchangedAsync();
        Assert.False((await service.Client.AskAsync(WithoutCache.Questions[0])).Cached);
        await service.Redis.AskAsync("REPLICAOF", "NO", "ONE");
        await CachedService.UsesRedisAsync(service.Client);
    }

    [Fact]
    public async Task Full_redis_refuses_stores_and_changes_nothing()
    {
        await service.Redis.AskAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        Assert.Equal("OK", await service.Redis.AskAsync("CONFIG", "SET", "maxmemory", "1"));
        await AssertUnchangedAsync();
        Assert.False((await service.Client.AskAsync(WithoutCache.Questions[0])).Cached);
        await service.Redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        await CachedService.UsesRedisAsync(service.Client);
    }

    [Fact]
    public async Task Flushed_redis_is_filled_again()
    {
        await service.Redis.AskAsync("FLUSHALL");
        Assert.False((await service.Client.AskAsync(CachedService.Probe)).Cached);
        await AssertUnchangedAsync();
        await CachedService.UsesRedisAsync(service.Client);
    }

    [Theory]
    [InlineData("redis.call('SET', key, 'rubbish')")]
    [InlineData("redis.call('SET', key, string.rep('x', 1000000))")]
    [InlineData("redis.call('SET', key, string.sub(redis.call('GET', key), 1, 40))")]
    [InlineData("redis.call('SET', key, (string.gsub(redis.call('GET', key), '%[%d+,', '[99999,', 1)))")]
    [InlineData("redis.call('SET', key, first)")]
    [InlineData("redis.call('DEL', key) redis.call('RPUSH', key, 'a', 'list')")]
    public async Task Rubbish_under_its_keys_is_not_believed(string spoil)
    {
        await AssertUnchangedAsync();
        await Eventually.TrueAsync("the rankings are stored", TimeSpan.FromSeconds(5), async () =>
            await service.Redis.CountKeysAsync() > WithoutCache.Questions.Count);
        string script = $"local keys = redis.call('KEYS', 'faqbot:*') local first = redis.call('GET', keys[1]) "
            + $"for _, key in ipairs(keys) do {spoil} end return #keys";
        string spoilt = await service.Redis.AskAsync("EVAL", script, "0");
        Assert.True(int.Parse(spoilt, CultureInfo.InvariantCulture) > WithoutCache.Questions.Count, $"{spoilt} were spoilt");
        double refused = await RefusedAsync();
        long errors = await CountAsync("errors");
        await AssertUnchangedAsync();
        Assert.True(await RefusedAsync() + await CountAsync("errors") > refused + errors);
    }

    /// <summary>How many values were not believed, as Prometheus sees it.</summary>
    private async Task<double> RefusedAsync()
    {
        string metrics = await service.Client.GetStringAsync(
            new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return metrics.Split('\n').Where(line => line.StartsWith("faqbot_redis_refused_total{", StringComparison.Ordinal)).Sum(line =>
            double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private async Task<long> CountAsync(string name) => (await CachedService.CacheAsync(service.Client, name)).GetInt64();

    /// <summary>Every question is answered as without a cache.</summary>
    private async Task AssertUnchangedAsync() =>
        Assert.Equal(await WithoutCache.AskAllAsync(service.Reference.Client), await WithoutCache.AskAllAsync(service.Client));

    /// <summary>The same, and fewer than half of the replies waited for Redis in vain.</summary>
    private async Task AssertHardlyAskedAsync()
    {
        long before = await CountAsync("errors");
        await AssertUnchangedAsync();
        Assert.InRange(await CountAsync("errors") - before, 0, WithoutCache.Questions.Count - 1);
    }
}
