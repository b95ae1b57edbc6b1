using FaqBot.Core.Caching;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Caching;

public sealed class MemoryReplyStoreTests
{
    private readonly ManualClock _time = new();
    private readonly CacheCounters _counters = new();

    [Fact]
    public async Task Store_keeps_a_ranking_for_its_lifetime()
    {
        await using MemoryReplyStore store = new(1, _time, _counters);
        store.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
        Assert.Same(CachedQuestion.Ranked, await FindAsync(store, CachedQuestion.Key()));
        Assert.Null(await FindAsync(store, CachedQuestion.Key("别的问题")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await FindAsync(store, CachedQuestion.Key()));
    }

    [Fact]
    public async Task Store_again_replaces_the_ranking_and_its_lifetime()
    {
        await using MemoryReplyStore store = new(1, _time, _counters);
        store.Store(CachedQuestion.Key(), [], TimeSpan.FromSeconds(1));
        store.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(CachedQuestion.Ranked, await FindAsync(store, CachedQuestion.Key()));
    }

    [Fact]
    public async Task Store_never_holds_more_than_its_limit()
    {
        await using MemoryReplyStore store = new(1, _time, _counters);
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

    [Fact]
    public async Task Store_that_is_full_makes_room_for_new_entries()
    {
        await using MemoryReplyStore store = new(1, _time, _counters);
        for (int i = 0; i < 5_000; i++)
        {
            store.Store(CachedQuestion.Key($"question number {i}"), CachedQuestion.Ranked, TimeSpan.FromHours(1));
        }

        await Eventually.IsTrueAsync(
            async () =>
            {
                store.Store(CachedQuestion.Key("a new question"), CachedQuestion.Ranked, TimeSpan.FromHours(1));
                return await FindAsync(store, CachedQuestion.Key("a new question")) is not null;
            },
            "room is made for a new entry");
    }

    [Fact]
    public async Task Store_from_many_threads_gives_each_key_its_own_ranking()
    {
        await using MemoryReplyStore store = new(16, _time, _counters);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), TestContext.Current.CancellationToken, async (i, _) =>
        {
            RankedEntry[] own = [new(i % 3, i % 3 * 2, 0.5, i / 10_000d)];
            store.Store(CachedQuestion.Key($"question number {i}"), own, TimeSpan.FromHours(1));
            Assert.Same(own, await FindAsync(store, CachedQuestion.Key($"question number {i}")));
        });
        Assert.Equal(2_000, _counters[StoreOutcome.Stored]);
    }

    [Fact]
    public async Task Store_used_after_its_end_finds_nothing_and_does_not_throw()
    {
        MemoryReplyStore store = new(1, _time, _counters);
        store.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromHours(1));
        await store.DisposeAsync();
        Assert.Null(await FindAsync(store, CachedQuestion.Key()));
        store.Store(CachedQuestion.Key(), CachedQuestion.Ranked, TimeSpan.FromHours(1));
    }

    private static async Task<RankedEntry[]?> FindAsync(MemoryReplyStore store, ReplyKey key) =>
        (await store.FindAsync(key, CachedQuestion.Catalog, TestContext.Current.CancellationToken)).Ranked;
}
