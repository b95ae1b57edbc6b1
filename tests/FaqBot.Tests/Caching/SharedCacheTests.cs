using FaqBot.Tests.Running;

namespace FaqBot.Tests.Caching;

[Collection(CachingCollection.Name)]
public sealed class SharedCacheTests(CachedService service)
{
    private const string Question = "开票的公司名字弄错了";

    [Fact]
    public async Task Question_asked_of_one_service_is_cached_for_the_other()
    {
        await service.ResetAsync();

        // Time enough even on a busy machine: a look-up given up would look like no sharing.
        await using ServiceProcess other = await service.StartReplicaAsync(timeout: "00:00:01");
        await CachedService.UsesRedisAsync(other.Client);
        Reply first = await service.Client.AskAsync(Question);
        await Eventually.TrueAsync("the ranking is stored", TimeSpan.FromSeconds(5), async () => await service.Redis.CountKeysAsync() == 2);
        Reply second = await other.Client.AskAsync(Question);
        Assert.Equal((false, true), (first.Cached, second.Cached));
        Assert.Equal(first.Essence(), second.Essence());
        Assert.Equal("redis", (await CachedService.CacheAsync(other.Client, "kind")).GetString());
        Assert.True((await CachedService.CacheAsync(other.Client, "hits")).GetInt64() > 0);
        Assert.Equal(0, (await CachedService.CacheAsync(other.Client, "errors")).GetInt64());
    }

    [Fact]
    public async Task Keys_start_with_the_prefix_and_hold_no_words()
    {
        await service.ResetAsync();
        await service.Client.AskAsync(Question);
        await Eventually.TrueAsync("the ranking is stored", TimeSpan.FromSeconds(5), async () => await service.Redis.CountKeysAsync() == 2);
        foreach (string key in (await service.Redis.AskAsync("KEYS", "*")).Split('\n'))
        {
            Assert.StartsWith("faqbot:", key, StringComparison.Ordinal);
            Assert.All(key, character => Assert.True(char.IsAscii(character)));
            string value = await service.Redis.AskAsync("--raw", "GET", key);
            Assert.DoesNotContain("公司", value, StringComparison.Ordinal);
            Assert.DoesNotContain("发票", value, StringComparison.Ordinal);
            Assert.InRange(int.Parse(await service.Redis.AskAsync("TTL", key), System.Globalization.CultureInfo.InvariantCulture), 1, 3600);
        }
    }

    [Fact]
    public async Task Replies_that_differ_in_anything_do_not_share_a_ranking()
    {
        await service.ResetAsync();
        await service.Client.AskAsync(Question);
        await Eventually.TrueAsync("the ranking is stored", TimeSpan.FromSeconds(5), async () =>
            (await service.Client.AskAsync(Question)).Cached);
        object[] others =
        [
            new { question = Question, kb = "chitchat" },
            new { question = Question, threshold = 0.5 },
            new { question = Question, language = "en" },
            new { question = Question, context = new { previousEntryId = "return-apply" } },
            new { question = Question, filters = new { metadata = new[] { new { name = "category", value = "invoice" } } } },
        ];
        foreach (object other in others)
        {
            Reply reply = await service.Client.AskAsync(other);
            Assert.False(reply.Cached);
            Assert.Equal((await service.Reference.Client.AskAsync(other)).Essence(), reply.Essence());
        }

        // How many entries are shown does not change the ranking.
        await Eventually.TrueAsync("the ranking is found", TimeSpan.FromSeconds(5), async () =>
            (await service.Client.AskAsync(new { question = Question, top = 10 })).Cached);
    }
}
