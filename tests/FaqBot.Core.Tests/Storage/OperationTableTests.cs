using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Tests.Storage;

public sealed class OperationTableTests() : OperationTableContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class OperationTableOnPostgresTests(PostgresFixture server) : OperationTableContract(new PostgresEngine(server));

/// <summary>Operations outlive the process that ran them, and are bounded.</summary>
public abstract class OperationTableContract(StoreEngine engine) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Operation_is_read_back_by_whoever_opens_the_store_next()
    {
        StoredOperation begun = One("a", 0), ended = begun with { State = "Succeeded", ChangedAt = Now.AddMinutes(1), Outcome = "{}" };
        using (KnowledgeStore store = engine.Open())
        {
            store.Operations.Put(begun, null, Now.AddDays(-1));
            store.Operations.Put(ended with { HasResult = true }, [1, 2, 3], Now.AddDays(-1));
        }

        using KnowledgeStore next = engine.Open();
        Assert.Equal(ended with { HasResult = true }, next.Operations.Find("a"));
        Assert.Equal([1, 2, 3], next.Operations.ResultOf("a"));
        Assert.Null(next.Operations.Find("b"));
        Assert.Null(next.Operations.ResultOf("b"));
    }

    [Fact]
    public void Too_old_too_many_and_too_large_ones_go()
    {
        using KnowledgeStore store = engine.Open();
        store.Operations.Put(One("old", -60), null, Now.AddDays(-1));
        store.Operations.Put(One("first", 0), null, Now);
        Assert.Null(store.Operations.Find("old"));
        byte[] file = new byte[50 << 20];
        foreach (int i in Enumerable.Range(1, 3))
        {
            store.Operations.Put(One($"file{i}", i), file, Now);
        }

        Assert.Null(store.Operations.Find("file1"));
        Assert.Equal(file.Length, store.Operations.ResultOf("file2")!.Length);
        Sql.Execute(
            store.Path,
            string.Concat(Enumerable.Range(0, OperationTable.Most).Select(i =>
                "INSERT INTO operations (id, knowledge_base_id, kind, author, state, created_at, changed_at, result_bytes) "
                + $"VALUES ('n{i}', 'kb', 'qnas', 'me', 'Succeeded', {Now.AddHours(1).ToUnixTimeMilliseconds()}, 0, 0);")));
        store.Operations.Put(One("last", 120), null, Now);
        Assert.Null(store.Operations.Find("first"));
        Assert.NotNull(store.Operations.Find("last"));
        Assert.Equal(OperationTable.Most, Sql.Count(store.Path, "operations"));
    }

    private static StoredOperation One(string id, int minutes) => new(
        id, "kb", "import", "me", "Running", Now.AddMinutes(minutes), Now.AddMinutes(minutes), null, false);
}
