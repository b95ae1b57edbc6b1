using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FaqBot.Core.Caching;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A real Redis server in every state in which it does not work: answers go on, and soon it is used again.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisOutageTests
{
    private const string Secret = "s3cr3t-w0rd";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Quick = new RedisOptions().Timeout;

    [Fact]
    public async Task Find_server_that_is_not_there_yet_is_used_once_it_is()
    {
        await using RedisServer server = RedisServer.NotYetStarted();
        await using OpenRedisStore store = new(server.Configuration);
        await AssertCostsLittleAsync(store, 50);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await store.FindAsync();
                return store.Lines.Count > 0;
            },
            "the log says that there is no connection");
        await server.StartAgainAsync();
        await store.UntilHitAsync();
        await AssertToldOnceAsync(store);
    }

    [Fact]
    public async Task Find_server_killed_and_restarted_is_used_again()
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", Secret);
        await using OpenRedisStore store = new($"{server.Configuration},password={Secret}");
        await store.UntilHitAsync();
        await server.KillAsync();
        await AssertCostsLittleAsync(store, 60);
        Assert.True(store.Store.IsBroken);
        await server.StartAgainAsync();
        await Eventually.IsTrueAsync(async () => await store.FindAsync() == CacheOutcome.Miss, "the empty server is asked");
        await store.UntilHitAsync();
        Assert.False(store.Store.IsBroken);
        await AssertToldOnceAsync(store);
    }

    [Fact]
    public async Task Find_server_killed_amid_many_look_ups_costs_nobody_the_answer()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration, Quick);
        await store.UntilHitAsync();
        using CancellationTokenSource end = new();
        Task[] askers = [.. Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await store.Cache.FindAsync(CachedQuestion.Key($"question {i}"), CachedQuestion.Catalog, CancellationToken.None);
                store.Keep(CachedQuestion.Key($"question {i}"));
                await Task.Yield();
            }
        }))];
        await Eventually.IsTrueAsync(() => Task.FromResult(store.Counters[CacheOutcome.Hit] > 500), "look-ups are under way");
        await server.KillAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(store.Counters[CacheOutcome.Skipped] > 500), "they go on without Redis");
        await end.CancelAsync();
        await Task.WhenAll(askers);
    }

    [Fact]
    public async Task Find_frozen_server_costs_its_limit_and_no_more()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration, Quick, breakAfter: 1_000);
        await store.UntilHitAsync();
        await server.FreezeAsync();
        long errors = store.Counters[CacheOutcome.Error];
        await AssertCostsLittleAsync(store, 20, mostErrors: 20);
        Assert.Equal(errors + 20, store.Counters[CacheOutcome.Error]);
        await server.ThawAsync();
        await store.UntilHitAsync();
    }

    [Fact]
    public async Task Find_frozen_server_is_waited_for_until_the_limit()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        TimerClock time = new();
        await using OpenRedisStore store = new(server.Configuration, Quick, time: time);
        await store.UntilHitAsync();
        await server.FreezeAsync();
        Task<CacheOutcome> finding = store.FindAsync();
        time.Advance(Quick - TimeSpan.FromTicks(1));
        Assert.False(finding.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(CacheOutcome.Error, await finding.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await server.ThawAsync();
    }

    [Fact]
    public async Task Find_frozen_server_is_not_asked_during_the_break()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration, Quick, breakDuration: TimeSpan.FromSeconds(30));
        await store.UntilHitAsync();
        int asked = await server.CallsAsync("getrange");
        long before = store.Counters[CacheOutcome.Error];
        await server.FreezeAsync();
        await Eventually.IsTrueAsync(async () => await store.FindAsync() == CacheOutcome.Skipped, "the break begins");
        long errors = store.Counters[CacheOutcome.Error] - before;
        Assert.InRange(errors, 1, 3);
        long dropped = store.Counters[StoreOutcome.Dropped];
        for (int i = 0; i < 1_000; i++)
        {
            Task<CacheOutcome> finding = store.FindAsync();
            Assert.True(finding.IsCompleted, "a look-up that is skipped waits for nothing");
            Assert.Equal(CacheOutcome.Skipped, await finding);
            store.Keep();
        }

        await server.ThawAsync();
        Assert.Equal(asked + errors, await server.CallsAsync("getrange"));
        Assert.Equal(dropped + 1_000, store.Counters[StoreOutcome.Dropped]);
    }

    [Fact]
    public async Task Find_server_frozen_for_a_moment_is_used_again_over_the_same_connection()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
        await store.UntilHitAsync();
        string connections = await ConnectionsAsync(server);
        await server.FreezeAsync();
        await Eventually.IsTrueAsync(async () => await store.FindAsync() == CacheOutcome.Skipped, "the break begins");
        await server.ThawAsync();
        await store.UntilHitAsync();
        Assert.Equal(connections, await ConnectionsAsync(server));
        await AssertToldOnceAsync(store);
    }

    [Fact]
    public async Task Find_server_frozen_for_long_is_used_again()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using StallingProxy proxy = new(server.Port);
        await using OpenRedisStore store = new(proxy.Configuration, Quick, breakDuration: TimeSpan.FromMilliseconds(100));
        await store.UntilHitAsync();
        await server.FreezeAsync();
        int accepted = proxy.Accepted;
        await Eventually.IsTrueAsync(
            async () =>
            {
                Assert.NotEqual(CacheOutcome.Hit, await store.FindAsync());
                return proxy.Accepted > accepted;
            },
            "the connection has been made anew, in vain");
        await server.ThawAsync();
        await store.UntilHitAsync();
        AssertNothingPrivate(store);
    }

    [Fact]
    public async Task Find_connection_that_a_firewall_forgot_is_made_anew()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using StallingProxy proxy = new(server.Port);
        await using OpenRedisStore store = new(proxy.Configuration, Quick);
        await store.UntilHitAsync();
        int accepted = proxy.Accepted;
        proxy.Stall();
        await AssertCostsLittleAsync(store, 10);
        await store.UntilHitAsync();
        Assert.True(proxy.Accepted > accepted);
        AssertNothingPrivate(store);
    }

    [Fact]
    public async Task Find_server_that_accepts_and_never_answers_costs_nothing_and_is_used_when_it_does()
    {
        using TcpListener hole = new(IPAddress.Loopback, 0);
        hole.Start();
        int port = ((IPEndPoint)hole.LocalEndpoint).Port;
        await using RedisServer server = RedisServer.NotYetStarted(port);
        await using OpenRedisStore store = new(server.Configuration, Quick);
        await AssertCostsLittleAsync(store, 100);
        hole.Stop();
        await server.StartAgainAsync();
        await store.UntilHitAsync();
    }

    [Theory]
    [InlineData("no-such-host.invalid:6379")]
    [InlineData("no-such-host.invalid:6379,resolveDns=true")]
    [InlineData("127.0.0.1:1,127.0.0.1:2,ssl=true")]
    public async Task Find_address_that_leads_nowhere_costs_nothing(string configuration)
    {
        await using OpenRedisStore store = new(configuration, Quick);
        await AssertCostsLittleAsync(store, 50);
        Assert.True(store.Store.IsBroken);
    }

    [Fact]
    public async Task Connection_that_stays_away_is_made_anew()
    {
        using TcpListener hole = new(IPAddress.Loopback, 0);
        hole.Start();
        ManualClock time = new();
        await using RedisConnection connection =
            new(new RedisOptions { Configuration = $"127.0.0.1:{((IPEndPoint)hole.LocalEndpoint).Port}" }, time);
        await Eventually.IsTrueAsync(() => Task.FromResult(!connection.IsConnecting), "the first attempt ends");
        Assert.Null(connection.Database);
        connection.RenewIfLost();
        Assert.False(connection.IsConnecting);
        time.Advance(TimeSpan.FromSeconds(16));
        connection.RenewIfLost();
        Assert.True(connection.IsConnecting);
    }

    [Fact]
    public async Task Store_read_only_server_keeps_serving_finds()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilHitAsync();
        await server.MakeReadOnlyAsync();
        await AssertRefusedStoresDoNotMatterAsync(store);
        await server.MakeWritableAsync();
        await store.UntilHitAsync(CachedQuestion.Key("a new question"));
    }

    [Fact]
    public async Task Store_full_server_keeps_serving_finds()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilHitAsync();
        await server.MakeFullAsync();
        await AssertRefusedStoresDoNotMatterAsync(store);
        await server.MakeRoomAsync();
        await store.UntilHitAsync(CachedQuestion.Key("a new question"));
    }

    [Theory]
    [InlineData(",password=" + Secret)]
    [InlineData("")]
    public async Task Find_wrong_or_missing_password_costs_nothing_and_is_not_logged(string password)
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "right");
        await using OpenRedisStore store = new(server.Configuration + password, Quick);
        await AssertCostsLittleAsync(store, 60);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await store.FindAsync();
                return store.Lines.Count > 0;
            },
            "the log says that Redis is not used");
        AssertNothingPrivate(store);
        await server.CommandAsync("AUTH", "right");
    }

    [Fact]
    public async Task Find_cluster_node_without_slots_costs_nothing()
    {
        await using RedisServer server = await RedisServer.StartAsync("--cluster-enabled", "yes");
        await using OpenRedisStore store = new(server.Configuration, Quick);

        // It refuses, and at once.
        await AssertCostsLittleAsync(store, 60, mostErrors: 60);
    }

    [Fact]
    public async Task Find_asker_who_goes_away_ends_the_wait()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration);
        await store.UntilConnectedAsync();
        await server.FreezeAsync();
        using CancellationTokenSource gone = new();
        Task asking = store.Cache.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, gone.Token).AsTask();
        Assert.False(asking.IsCompleted);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await server.ThawAsync();
        Assert.Equal(CacheOutcome.Miss, await store.FindAsync());
        Assert.Equal(0, store.Counters[CacheOutcome.Error]);
    }

    [Fact]
    public async Task Store_more_than_Redis_takes_is_dropped()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using OpenRedisStore store = new(server.Configuration, breakAfter: 1_000);
        await store.UntilConnectedAsync();
        await server.FreezeAsync();

        // Nobody waits for a store: had one waited until it failed, there would have been room for the next.
        for (int i = 0; i < 900; i++)
        {
            store.Keep(CachedQuestion.Key($"question {i}"));
        }

        Assert.Equal(900 - RedisReplyStore.MaxStoresInFlight, store.Counters[StoreOutcome.Dropped]);
        await Eventually.IsTrueAsync(
            () => Task.FromResult(store.Counters[StoreOutcome.Error] == RedisReplyStore.MaxStoresInFlight), "the rest is given up");
        await server.ThawAsync();
        await store.UntilHitAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_does_not_wait_for_a_frozen_server(bool connected)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        if (!connected)
        {
            await server.FreezeAsync();
        }

        OpenRedisStore store = new(server.Configuration);
        if (connected)
        {
            await store.UntilConnectedAsync();
            await server.FreezeAsync();
            store.Keep();
        }

        Task disposing = store.DisposeAsync().AsTask();
        Assert.True(disposing.IsCompleted, "nothing is waited for");
        await disposing;
        Assert.Null(await store.Cache.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, TestContext.Current.CancellationToken));
        Assert.Equal(CacheOutcome.Skipped,
            (await store.Store.FindAsync(CachedQuestion.Key(), CachedQuestion.Catalog, CancellationToken.None)).Outcome);
        Assert.Empty(store.Lines);
    }

    [Fact]
    public async Task Renewed_connections_leave_no_threads_sockets_or_unseen_failures_behind()
    {
        ConcurrentQueue<Exception> unseen = [];
        void See(object? sender, UnobservedTaskExceptionEventArgs args) => unseen.Enqueue(args.Exception);
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisConnection connection = new(new RedisOptions { Configuration = server.Configuration }, TimeProvider.System);
        TaskScheduler.UnobservedTaskException += See;
        try
        {
            int threads = 0;
            for (int i = 0; i < 30; i++)
            {
                await Eventually.IsTrueAsync(() => Task.FromResult(connection.Database is not null), "connected");
                connection.Renew();
                threads = i == 5 ? Threads() : threads;
            }

            await using (OpenRedisStore store = new(server.Configuration, Quick, breakAfter: 1_000))
            {
                await store.UntilConnectedAsync();
                await server.FreezeAsync();
                for (int i = 0; i < 10; i++)
                {
                    store.Keep();
                    Assert.Equal(CacheOutcome.Error, await store.FindAsync());
                }
            }

            await server.ThawAsync();
            await Eventually.IsTrueAsync(() =>
                Task.FromResult(Threads() <= threads + 10), $"the threads end, {threads} at first, {Threads()} now");
            await Eventually.IsTrueAsync(
                async () =>
                    int.Parse(await ConnectedClientsAsync(server), System.Globalization.CultureInfo.InvariantCulture) <= 4,
                        "the sockets are closed");
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();

            // The event is of the whole process: other tests may leave theirs behind.
            Assert.DoesNotContain(unseen, exception => exception.ToString().Contains("Redis", StringComparison.Ordinal));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= See;
        }

        static int Threads() => Process.GetCurrentProcess().Threads.Count;
    }

    /// <summary>Asks again and again: none finds anything, and most do not even wait for their limit.</summary>
    private static async Task AssertCostsLittleAsync(OpenRedisStore store, int times, int? mostErrors = null)
    {
        long errors = store.Counters[CacheOutcome.Error];
        for (int i = 0; i < times; i++)
        {
            Assert.NotEqual(CacheOutcome.Hit, await store.FindAsync().WaitAsync(Patience, TestContext.Current.CancellationToken));
            store.Keep();
        }

        Assert.InRange(store.Counters[CacheOutcome.Error] - errors, 0, mostErrors ?? (times / 2));
    }

    private static async Task AssertRefusedStoresDoNotMatterAsync(OpenRedisStore store)
    {
        long refused = store.Counters[StoreOutcome.Error];
        for (int i = 1; i <= 20; i++)
        {
            store.Keep(CachedQuestion.Key($"question {i}"));
            await Eventually.IsTrueAsync(() => Task.FromResult(store.Counters[StoreOutcome.Error] == refused + i), "the store is refused");
            Assert.Equal(CacheOutcome.Hit, await store.FindAsync());
            Assert.Equal(CacheOutcome.Miss, await store.FindAsync(CachedQuestion.Key($"question {i}")));
        }

        Assert.False(store.Store.IsBroken);
        Assert.Single(store.Lines, line => line.Level == LogLevel.Warning);
        AssertNothingPrivate(store);
    }

    /// <summary>One warning when Redis is left alone, one information when it is used again.</summary>
    private static async Task AssertToldOnceAsync(OpenRedisStore store)
    {
        await Eventually.IsTrueAsync(() => Task.FromResult(store.Lines.Count >= 2), "both are logged");
        Assert.Equal([LogLevel.Warning, LogLevel.Information], store.Lines.Select(line => line.Level));
        AssertNothingPrivate(store);
    }

    private static void AssertNothingPrivate(OpenRedisStore store) => Assert.DoesNotContain(
        store.Lines,
        line => line.Text.Contains(Secret, StringComparison.Ordinal) || line.Text.Contains("right", StringComparison.Ordinal)
            || line.Text.Contains(CachedQuestion.Text, StringComparison.Ordinal));

    private static async Task<string> ConnectionsAsync(RedisServer server) => string.Join(
        ' ', (await server.CommandAsync("CLIENT", "LIST")).Split('\n').Where(line => line.Contains("name=faqbot", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));

    private static async Task<string> ConnectedClientsAsync(RedisServer server) => (await server.CommandAsync("INFO", "clients"))
        .Split('\n').Single(line => line.StartsWith("connected_clients:", StringComparison.Ordinal)).Split(':')[1].Trim();
}
