using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using Npgsql;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>Behind a pooler that lends a session to another client after each transaction.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PoolerTests(PostgresFixture server)
{
    [Fact]
    public async Task Store_works_through_few_sessions_and_hints_and_turns_go_past_them()
    {
        await using PgBouncerServer pooler = await PgBouncerServer.StartAsync(server.Server, sessions: 2);
        using PostgresEngine engine = new(server);
        NpgsqlConnectionStringBuilder pooled = new(engine.Place.ConnectionString) { Port = pooler.Port };
        StorePlace place = engine.Place with
        {
            ConnectionString = pooled.ToString(),
            DirectConnectionString = engine.Place.ConnectionString,
        };
        using KnowledgeStore one = KnowledgeStore.Open(place), other = KnowledgeStore.Open(place);
        await other.WaitForHintAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Task hint = other.WaitForHintAsync(TestContext.Current.CancellationToken);
        Task next;
        using (await one.TakeIndexingTurnAsync(TimeProvider.System, TestContext.Current.CancellationToken))
        {
            Task<IDisposable> waiting = other.TakeIndexingTurnAsync(TimeProvider.System, TestContext.Current.CancellationToken);
            int[] numbers = await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
                () => Publication.Publish(writer % 2 == 0 ? one : other, Publication.Knowledge($"kb{writer}", edition: $"{writer}")).Number,
                TestContext.Current.CancellationToken)));
            Assert.All(numbers, number => Assert.Equal(1, number));
            Assert.False(waiting.IsCompleted);
            next = LetGoAsync(waiting);
        }

        await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await hint.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(6, other.Published().Count);
        Assert.All(other.Published(), version => Assert.NotNull(one.Load(version.Identity.KnowledgeBaseId)));
    }

    private static async Task LetGoAsync(Task<IDisposable> turn) => (await turn).Dispose();
}
