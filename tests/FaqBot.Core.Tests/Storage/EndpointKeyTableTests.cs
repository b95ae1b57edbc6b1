using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

public sealed class EndpointKeyTableTests() : EndpointKeyTableContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class EndpointKeyTableOnPostgresTests(PostgresFixture server) : EndpointKeyTableContract(new PostgresEngine(server));

public abstract class EndpointKeyTableContract : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreEngine _engine;
    private readonly KnowledgeStore _store;

    protected EndpointKeyTableContract(StoreEngine engine)
    {
        _engine = engine;
        _store = engine.Open();
        Publication.Publish(_store, Publication.Knowledge("a"));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Create_gives_the_key_once_and_stores_its_hash()
    {
        (int, long) before = _store.ChangeCounter();
        string key = _store.EndpointKeys.Create("a", KeySlot.Secondary, Now, replace: false)!;
        Assert.Matches("^[A-Za-z0-9_-]{43}$", key);
        EndpointKey stored = Assert.Single(_store.EndpointKeys.All());
        Assert.Equal(("a", KeySlot.Secondary, Now), (stored.KnowledgeBaseId, stored.Slot, stored.CreatedAt));
        Assert.Equal(EndpointKey.HashOf(key), stored.Hash.ToArray());
        Assert.StartsWith(stored.Fingerprint, Convert.ToHexStringLower(stored.Hash.Span), StringComparison.Ordinal);
        Assert.NotEqual(before, _store.ChangeCounter());
        Assert.NotEqual(key, EndpointKey.Generate());
    }

    [Fact]
    public void Create_leaves_a_key_alone_unless_it_is_to_be_replaced()
    {
        string first = _store.EndpointKeys.Create("a", KeySlot.Primary, Now, replace: false)!;
        Assert.Null(_store.EndpointKeys.Create("a", KeySlot.Primary, Now, replace: false));
        Assert.Equal(EndpointKey.HashOf(first), Assert.Single(_store.EndpointKeys.All()).Hash.ToArray());
        string second = _store.EndpointKeys.Create("a", KeySlot.Primary, Now.AddDays(1), replace: true)!;
        EndpointKey stored = Assert.Single(_store.EndpointKeys.All());
        Assert.Equal(EndpointKey.HashOf(second), stored.Hash.ToArray());
        Assert.Equal(Now.AddDays(1), stored.CreatedAt);
    }

    [Fact]
    public void Revoke_removes_one_key_alone()
    {
        _store.EndpointKeys.Create("a", KeySlot.Primary, Now, replace: false);
        _store.EndpointKeys.Create("a", KeySlot.Secondary, Now, replace: false);
        Assert.True(_store.EndpointKeys.Revoke("a", KeySlot.Primary));
        Assert.False(_store.EndpointKeys.Revoke("a", KeySlot.Primary));
        Assert.Equal(KeySlot.Secondary, Assert.Single(_store.EndpointKeys.All()).Slot);
    }

    [Fact]
    public void Create_for_an_unknown_knowledge_base_says_what_to_do() => Assert.EndsWith(
        "knowledge base 'b' was never published here; index it first",
        Assert.Throws<StoreException>(() => _store.EndpointKeys.Create("b", KeySlot.Primary, Now, replace: false)).Message,
        StringComparison.Ordinal);
}
