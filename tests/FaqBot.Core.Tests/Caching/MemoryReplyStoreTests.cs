using FaqBot.Caching;
using FaqBot.Matching;

namespace FaqBot.Core.Tests.Caching;

public sealed class MemoryReplyStoreTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Store_keeps_a_ranking_for_its_lifetime()
    {
        await using MemoryReplyStore store = new(1, _time);
        store.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
        Assert.Same(CachedQuestion.Ranked, await FindAsync(store, CachedQuestion.Key()));
        Assert.Null(await FindAsync(store, CachedQuestion.Key("别的问题")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await FindAsync(store, CachedQuestion.Key()));
    }

    [Fact]
    public async Task Store_never_holds_more_than_its_limit()
    {
        await using MemoryReplyStore store = new(1, _time);
        const int Asked = 5_000;
        for (int i = 0; i < Asked; i++)
        {
            store.Store(CachedQuestion.Key($"question number {i}"), CachedQuestion.Ranked, TimeSpan.FromHours(1));
        }

        int kept = 0;
        for (int i = 0; i < Asked; i++)
        {
            kept += await FindAsync(store, CachedQuestion.Key($"question number {i}")) is null ? 0 : 1;
        }

        // One entry counts for more than 500 bytes.
        Assert.InRange(kept, 100, 1024 * 1024 / 500);
    }

    private static async Task<RankedEntry[]?> FindAsync(MemoryReplyStore store, ReplyKey key) =>
        (await store.FindAsync(key, CachedQuestion.Catalog, TestContext.Current.CancellationToken)).Ranked;
}
