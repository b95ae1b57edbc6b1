using System.Globalization;
using FaqBot.Core.Conversations;
using FaqBot.Core.Redis;
using FaqBot.Core.Tests.Caching;
using FaqBot.Core.Tests.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Conversations;

/// <summary>What both stores promise.</summary>
[Collection(RedisCollection.Name)]
public sealed class ConversationStoreTests
{
    private const string Id = "c1";

    private static readonly ConversationLimits Small = new() { MaxActivities = 5, MaxBytes = 100, MaxConversations = 3 };

    // Signals end the waits; this is for a machine that is busy.
    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("memory")]
    [InlineData("redis")]
    public async Task Activities_are_numbered_without_a_gap_whoever_adds_them(string kind)
    {
        await using Stores stores = await Stores.OpenAsync(kind, new ConversationLimits());
        Assert.True(await stores.Store.StartAsync(Id, 0, Cancellation));
        Assert.False(await stores.Store.StartAsync(Id, 0, Cancellation));
        long?[] firsts = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
            await stores.Store.AppendAsync(Id, Turn($"q{number}", $"a{number}"), Cancellation)));
        Assert.Equal(Enumerable.Range(0, 40).Select(number => (long?)((2 * number) + 1)), firsts.Order());
        List<string> read = [];
        long after = 0;
        while (await stores.Store.ReadAsync(Id, after, 7, Cancellation) is { Activities.Count: > 0 } page)
        {
            Assert.Equal((after + 1, 80), (page.First, page.Last));
            read.AddRange(page.Activities.Select(System.Text.Encoding.UTF8.GetString));
            after = page.End;
        }

        Assert.Equal(80, read.Count);
        for (int i = 0; i < read.Count; i += 2)
        {
            Assert.Equal("a" + read[i][1..], read[i + 1]);
        }
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("redis")]
    public async Task Turn_with_a_known_key_changes_nothing(string kind)
    {
        await using Stores stores = await Stores.OpenAsync(kind, new ConversationLimits());
        await stores.Store.StartAsync(Id, 0, Cancellation);
        Assert.Equal(1, await stores.Store.AppendAsync(Id, Turn("q", "a") with { Key = "键 1" }, Cancellation));
        Assert.Equal(1, await stores.Store.AppendAsync(Id, Turn("again") with { Key = "键 1" }, Cancellation));
        Assert.Equal(3, await stores.Store.AppendAsync(Id, Turn("more") with { Key = "键 2" }, Cancellation));
        Assert.Equal(new ConversationState(3, 1), await stores.Store.FindAsync(Id, "键 1", Cancellation));
        Assert.Equal(new ConversationState(3, null), await stores.Store.FindAsync(Id, "键 3", Cancellation));
        await stores.Store.AppendAsync(Id, Turn("last"), Cancellation);
        Assert.Equal(new ConversationState(4, null), await stores.Store.FindAsync(Id, null, Cancellation));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("redis")]
    public async Task Conversation_is_bounded_by_count_and_by_bytes(string kind)
    {
        await using Stores stores = await Stores.OpenAsync(kind, Small);
        await stores.Store.StartAsync(Id, 0, Cancellation);
        for (int i = 1; i <= 8; i++)
        {
            await stores.Store.AppendAsync(Id, Turn($"{i}"), Cancellation);
        }

        ActivityPage page = (await stores.Store.ReadAsync(Id, 0, 100, Cancellation))!;
        Assert.Equal((4, "4,5,6,7,8"), (page.First, Text(page)));
        await stores.Store.AppendAsync(Id, Turn(new string('x', 98)), Cancellation);
        page = (await stores.Store.ReadAsync(Id, 0, 100, Cancellation))!;
        Assert.Equal((7, 9), (page.First, page.End));

        // A turn that is larger than all of it is kept whole.
        await stores.Store.AppendAsync(Id, Turn(new string('y', 150), "z"), Cancellation);
        page = (await stores.Store.ReadAsync(Id, 2, 100, Cancellation))!;
        Assert.Equal((10, 11), (page.First, page.End));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("redis")]
    public async Task Unknown_conversation_is_none_and_a_lost_one_goes_on_behind_its_number(string kind)
    {
        await using Stores stores = await Stores.OpenAsync(kind, new ConversationLimits());
        Assert.Null(await stores.Store.FindAsync(Id, null, Cancellation));
        Assert.Null(await stores.Store.ReadAsync(Id, 0, 10, Cancellation));
        Assert.Null(await stores.Store.AppendAsync(Id, Turn("a"), Cancellation));
        Assert.True(await stores.Store.StartAsync(Id, 41, Cancellation));
        Assert.Equal(42, await stores.Store.AppendAsync(Id, Turn("a"), Cancellation));
        ActivityPage page = (await stores.Store.ReadAsync(Id, 42, 10, Cancellation))!;
        Assert.Equal((43, 42, 42, 0), (page.First, page.End, page.Last, page.Activities.Count));
        Assert.Equal(42, (await stores.Store.ReadAsync(Id, 1_000, 10, Cancellation))!.End);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("redis")]
    public async Task Listener_hears_turns_and_typing(string kind)
    {
        await using Stores stores = await Stores.OpenAsync(kind, new ConversationLimits());
        await stores.Store.StartAsync(Id, 0, Cancellation);
        using ConversationListener listener = stores.Store.Signals.TryListen(Id, 1)!;
        Assert.Null(stores.Store.Signals.TryListen(Id, 1));
        await stores.Store.AppendAsync(Id, Turn("a"), Cancellation);
        await listener.WaitAsync().WaitAsync(Generous, Cancellation);
        Assert.False(listener.TakeTyping());
        stores.Store.SignalTyping(Id);
        Assert.True(listener.TakeTyping());
        Assert.False(listener.TakeTyping());
        listener.Dispose();
        Assert.NotNull(stores.Store.Signals.TryListen(Id, 1));
    }

    [Fact]
    public async Task Memory_forgets_what_is_not_used_and_takes_no_more_than_it_may()
    {
        ManualClock clock = new();
        await using MemoryConversationStore store = new(Small, clock);
        foreach (string id in (string[])["a", "b", "c"])
        {
            Assert.True(await store.StartAsync(id, 0, Cancellation));
        }

        await Assert.ThrowsAsync<ConversationStoreException>(async () => await store.StartAsync("d", 0, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(90));
        Assert.NotNull(await store.FindAsync("b", null, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Null(await store.FindAsync("a", null, Cancellation));
        Assert.NotNull(await store.FindAsync("b", null, Cancellation));
        Assert.True(await store.StartAsync("d", 0, Cancellation));
    }

    [Fact]
    public async Task Redis_keys_expire_all_of_them()
    {
        await using Stores stores = await Stores.OpenAsync("redis", new ConversationLimits());
        await stores.Store.StartAsync(Id, 0, Cancellation);
        await stores.Store.AppendAsync(Id, Turn("a") with { Key = "k" }, Cancellation);
        string[] keys =
            (await stores.Redis!.CommandAsync("EVAL", "return table.concat(redis.call('KEYS', '*'), ' ')", "0")).Trim().Split(' ');
        Assert.Equal(3, keys.Length);
        foreach (string key in keys)
        {
            Assert.StartsWith("faqbot:conversation:2:{c1}", key, StringComparison.Ordinal);
            string left = (await stores.Redis.CommandAsync("PTTL", key)).Trim().TrimStart(':');
            Assert.InRange(long.Parse(left, CultureInfo.InvariantCulture), 1, 7_200_000);
        }
    }

    [Fact]
    public async Task Signals_reach_other_replicas()
    {
        await using Stores stores = await Stores.OpenAsync("redis", new ConversationLimits());
        await using RedisConversationStore other = stores.OpenAnother();
        using ConversationListener listener = other.Signals.TryListen(Id, 1)!;
        await stores.Store.StartAsync(Id, 0, Cancellation);
        await Eventually.IsTrueAsync(
            async () =>
                (await stores.Redis!.CommandAsync("PUBLISH", "faqbot:conversation:2:signals", "?")).Contains('2', StringComparison.Ordinal),
                    "both listen");
        await stores.Store.AppendAsync(Id, Turn("a"), Cancellation);
        await listener.WaitAsync().WaitAsync(Generous, Cancellation);
        stores.Store.SignalTyping(Id);

        // The first wait may have left the signal of the turn to the second one.
        while (!listener.TakeTyping())
        {
            await listener.WaitAsync().WaitAsync(Generous, Cancellation);
        }
    }

    /// <summary>Whatever others write there: no such conversation, and the next one begins as if nothing had been.</summary>
    [Theory]
    [InlineData("redis.call('HSET', state, 's', 'abc')")]
    [InlineData("redis.call('HSET', state, 's', '1e400')")]
    [InlineData("redis.call('HSET', state, 's', string.rep('x', 32) .. '1e400')")]
    [InlineData("redis.call('HSET', state, 's', string.rep('x', 32) .. '-7')")]
    [InlineData("redis.call('HSET', state, 's', string.rep('x', 32) .. '7')")]
    [InlineData("redis.call('HSET', state, 's', string.sub(redis.call('HGET', state, 's'), 1, 32) .. '9')")]
    [InlineData("redis.call('DEL', state) redis.call('HSET', state, 'n', 'abc')")]
    [InlineData("redis.call('SET', state, 'text')")]
    [InlineData("redis.call('DEL', state) redis.call('RPUSH', state, 'list')")]
    public async Task Rubbish_in_the_state_is_a_miss_and_never_an_error(string spoil)
    {
        await using Stores stores = await SpoiltAsync(spoil);
        Assert.Null(await stores.Store.ReadAsync(Id, 0, 10, Cancellation));
        await SpoilAsync(stores, spoil);
        Assert.Null(await stores.Store.FindAsync(Id, "key", Cancellation));
        await SpoilAsync(stores, spoil);
        Assert.Null(await stores.Store.AppendAsync(Id, Turn("b"), Cancellation));
        await SpoilAsync(stores, spoil);
        Assert.True(await stores.Store.StartAsync(Id, 7, Cancellation));
        Assert.Equal(8, await stores.Store.AppendAsync(Id, Turn("c"), Cancellation));
        Assert.Equal("c", Text((await stores.Store.ReadAsync(Id, 0, 10, Cancellation))!));
    }

    [Theory]
    [InlineData("redis.call('LSET', state .. ':activities', 0, '{\"type\":\"message\",\"text\":\"forged\"}')")]
    [InlineData("redis.call('RPUSH', state .. ':activities', redis.call('LINDEX', state .. ':activities', 0))")]
    [InlineData("redis.call('LSET', state .. ':activities', 0, redis.call('LINDEX', state .. ':activities', 1))")]
    [InlineData("redis.call('LSET', state .. ':activities', 1, string.rep('x', 100000))")]
    public async Task Forged_activities_are_never_read(string spoil)
    {
        await using Stores stores = await SpoiltAsync(spoil);
        Assert.Null(await stores.Store.ReadAsync(Id, 0, 10, Cancellation));
        Assert.Null(await stores.Store.FindAsync(Id, null, Cancellation));
    }

    [Theory]
    [InlineData("redis.call('SET', state .. ':activities', 'text')", "")]
    [InlineData("redis.call('DEL', state .. ':activities')", "")]
    [InlineData("redis.call('HSET', state, 'b', 'abc')", "a1,a2")]
    [InlineData("for _, key in ipairs(redis.call('KEYS', '*:key:*')) do redis.call('SET', key, '1e400') end", "a1,a2")]
    public async Task Rubbish_beside_the_state_costs_at_most_what_it_replaced(string spoil, string left)
    {
        await using Stores stores = await SpoiltAsync(spoil);
        Assert.Equal(new ConversationState(2, null), await stores.Store.FindAsync(Id, "other", Cancellation));
        Assert.Equal(left, Text((await stores.Store.ReadAsync(Id, 0, 10, Cancellation))!));
        Assert.NotNull(await stores.Store.AppendAsync(Id, Turn("b") with { Key = "key" }, Cancellation));
    }

    private static async Task<Stores> SpoiltAsync(string spoil)
    {
        Stores stores = await Stores.OpenAsync("redis", new ConversationLimits());
        await stores.Store.StartAsync(Id, 0, Cancellation);
        await stores.Store.AppendAsync(Id, Turn("a1", "a2") with { Key = "key" }, Cancellation);
        await SpoilAsync(stores, spoil);
        return stores;
    }

    private static async Task SpoilAsync(Stores stores, string spoil)
    {
        await stores.Store.StartAsync(Id, 0, Cancellation);
        Assert.Equal("1", await stores.Redis!.AskAsync("EVAL", $"local state = 'faqbot:conversation:2:{{c1}}' {spoil} return 1", "0"));
    }

    private static ConversationTurn Turn(params string[] texts) => new([.. texts.Select(System.Text.Encoding.UTF8.GetBytes)]);

    private static string Text(ActivityPage page) => string.Join(',', page.Activities.Select(System.Text.Encoding.UTF8.GetString));

    private sealed class Stores(IConversationStore store, RedisServer? redis, ConversationLimits limits) : IAsyncDisposable
    {
        public IConversationStore Store { get; } = store;

        public RedisServer? Redis { get; } = redis;

        public static async Task<Stores> OpenAsync(string kind, ConversationLimits limits)
        {
            if (kind == "memory")
            {
                return new Stores(new MemoryConversationStore(limits, TimeProvider.System), null, limits);
            }

            RedisServer redis = await RedisServer.StartAsync();
            RedisConversationStore store = Open(redis, limits);
            await ConnectedAsync(store);
            return new Stores(store, redis, limits);
        }

        public RedisConversationStore OpenAnother() => Open(Redis!, limits);

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            await (Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        private static RedisConversationStore Open(RedisServer redis, ConversationLimits limits) =>
            new(new RedisOptions { Configuration = redis.Configuration }, limits, Seals.Of(1), TimeProvider.System,
                NullLoggerFactory.Instance);

        private static Task<TimeSpan> ConnectedAsync(RedisConversationStore store) => Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    await store.FindAsync("none", null, Cancellation);
                    return true;
                }
                catch (ConversationStoreException)
                {
                    return false;
                }
            },
            "Redis is reached");
    }
}
