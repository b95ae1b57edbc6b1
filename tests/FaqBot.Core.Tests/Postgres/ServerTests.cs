using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using Npgsql;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>What is of a server alone: hints, turns, others who write, connections that end.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ServerTests(PostgresFixture server) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly PostgresEngine _engine = new(server);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Hint_comes_with_a_publication_and_not_with_feedback()
    {
        using KnowledgeStore one = _engine.Open(), other = _engine.Open();

        // The first one says that it listens.
        await other.WaitForHintAsync(TestContext.Current.CancellationToken).WaitAsync(Soon, TestContext.Current.CancellationToken);
        Task hint = other.WaitForHintAsync(TestContext.Current.CancellationToken);
        (int, long) before = other.ChangeCounter();
        Publication.Publish(one, Publication.Knowledge("a"));
        await hint.WaitAsync(Soon, TestContext.Current.CancellationToken);
        (int, long) after = other.ChangeCounter();
        Assert.NotEqual(before, after);
        one.Feedback.Add([new Feedback("a", 1, "q", null, FeedbackKind.Helpful, "u", "test", DateTimeOffset.UnixEpoch)]);
        one.ProveWritable();
        Assert.Equal(after, other.ChangeCounter());

        // What only looks changes nothing either.
        Assert.False(one.EndpointKeys.Revoke("a", KeySlot.Primary));
        Assert.Equal(after, other.ChangeCounter());
    }

    [Fact]
    public async Task Listener_that_was_thrown_out_listens_again_and_looks()
    {
        using KnowledgeStore store = _engine.Open();
        await store.WaitForHintAsync(TestContext.Current.CancellationToken).WaitAsync(Soon, TestContext.Current.CancellationToken);
        Task hint = store.WaitForHintAsync(TestContext.Current.CancellationToken);
        Assert.Equal("t", await server.Server.AskAsync(
            "postgres",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Database}' AND query LIKE 'LISTEN%'"));
        await hint.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Task next = store.WaitForHintAsync(TestContext.Current.CancellationToken);
        Publication.Publish(store, Publication.Knowledge("a"));
        await next.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Turn_of_who_encodes_is_one_at_a_time_and_ends_with_its_connection()
    {
        using KnowledgeStore one = _engine.Open(), other = _engine.Open();
        IDisposable turn = await one.TakeIndexingTurnAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Task<IDisposable> waiting = other.TakeIndexingTurnAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        // As a machine that is lost: nobody lets go of anything.
        Assert.Equal("t", await server.Server.AskAsync(
            "postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database "
            + $"WHERE locktype = 'advisory' AND granted AND datname = '{Database}'"));
        (await waiting.WaitAsync(Soon, TestContext.Current.CancellationToken)).Dispose();
        turn.Dispose();

        using CancellationTokenSource impatient = new();
        using IDisposable again = await one.TakeIndexingTurnAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Task<IDisposable> third = other.TakeIndexingTurnAsync(TimeProvider.System, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }

    [Fact]
    public async Task Many_publish_and_say_at_once_and_no_number_is_used_twice()
    {
        int[] numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            () =>
            {
                using KnowledgeStore store = _engine.Open();
                int number = Publication.Publish(store, Publication.Knowledge("a", edition: $"{writer}")).Number;
                Assert.Equal(1, store.Feedback.Add(
                    [new Feedback("a", number, $"q{writer}", null, FeedbackKind.Helpful, "u", "test", DateTimeOffset.UnixEpoch)]));
                return number;
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(1, 8), numbers.Order());
        using KnowledgeStore all = _engine.Open();
        Assert.Equal(8, all.Load("a")!.Identity.Number);
        Assert.Equal(8, all.Feedback.Latest("a", 100).Count);
    }

    [Fact]
    public async Task Who_waits_too_long_for_another_writer_is_told()
    {
        using KnowledgeStore store = _engine.Open();
        using StoreConnection other = store.Database.Open(TimeSpan.FromSeconds(2));
        using StoreTransaction holding = other.Begin(Purpose.Change);
        StoreException told = await Task.Run(
            () => Assert.Throws<StoreException>(() => store.RemoveFittedConfidence("a")), TestContext.Current.CancellationToken);
        Assert.Equal(StoreFault.Locked, told.Kind);
        Assert.NotNull(told.RetryAfter);
    }

    [Fact]
    public void Connections_that_were_cut_are_replaced()
    {
        using KnowledgeStore store = _engine.Open();
        Publication.Publish(store, Publication.Knowledge("a"));
        Sql.Execute(
            store.Path,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Assert.Equal(1, store.Load("a")!.Identity.Number);
        Assert.Equal(2, Publication.Publish(store, Publication.Knowledge("a", edition: "second")).Number);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=u;Password=hunter2", StoreFault.Unreachable)]
    [InlineData("postgres://u:hunter2@127.0.0.1:1/x", StoreFault.Unreachable)]
    [InlineData("Host=127.0.0.1;Nonsense=hunter2", StoreFault.CannotOpen)]
    [InlineData("Database=x;Password=hunter2", StoreFault.CannotOpen)]
    [InlineData("hunter2", StoreFault.CannotOpen)]
    public void Fault_is_told_apart_and_shows_no_secret(string connection, StoreFault kind)
    {
        StoreException fault = Assert.Throws<StoreException>(
            () => KnowledgeStore.Open(new StorePlace("") { ConnectionString = connection }));
        Assert.Equal(kind, fault.Kind);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    private string Database => new NpgsqlConnectionStringBuilder(_engine.Place.ConnectionString).Database!;
}
