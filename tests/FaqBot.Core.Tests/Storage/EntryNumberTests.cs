using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Matching;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

public sealed class EntryNumberTests() : EntryNumberContract(new SqliteEngine())
{
    [Fact]
    public void Database_of_the_second_schema_gives_numbers_to_the_entries_of_all_its_versions()
    {
        Publish("gone", "4");
        Publish("b", "4", "a", "1000000000");
        Sql.Execute(_store.Path,
            "ALTER TABLE versions DROP COLUMN confidence; ALTER TABLE versions DROP COLUMN taught; "
            + "ALTER TABLE versions DROP COLUMN starters; ALTER TABLE versions DROP COLUMN greeting; "
            + "ALTER TABLE versions DROP COLUMN categories; DROP TABLE entry_numbers; "
            + "DROP TABLE endpoint_keys; DROP TABLE feedback; DROP TABLE vocabularies; DROP TABLE fitted_confidences; "
            + "DROP TABLE counter_examples; DROP TABLE schema_versions; PRAGMA user_version = 2");
        using KnowledgeStore migrated = KnowledgeStore.Open(_store.Path);
        Assert.Equal([1_000_000_002, 4, 1_000_000_003, 1_000_000_004], migrated.Load("kb")!.EntryNumbers);
        Assert.Equal([1_000_000_005, 1_000_000_003], Publish("new", "a"));
    }
}

[Collection(PostgresCollection.Name)]
public sealed class EntryNumberOnPostgresTests(PostgresFixture server) : EntryNumberContract(new PostgresEngine(server));

public abstract class EntryNumberContract : IDisposable
{
    private readonly StoreEngine _engine;
    private protected readonly KnowledgeStore _store;

    protected EntryNumberContract(StoreEngine engine)
    {
        _engine = engine;
        _store = engine.Open();
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _engine.Dispose();
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("999999999", 999_999_999)]
    [InlineData("1000000000", null)]
    [InlineData("0", null)]
    [InlineData("01", null)]
    [InlineData("-1", null)]
    [InlineData("1.0", null)]
    [InlineData("refund", null)]
    [InlineData("", null)]
    public void Of_id_that_is_a_number_is_that_number(string id, int? number) => Assert.Equal(number, EntryNumber.Of(id));

    [Fact]
    public void Number_is_given_once_and_kept_for_the_life_of_the_entry()
    {
        Assert.Equal([1_000_000_001, 7, 1_000_000_002], Publish("b", "7", "a"));
        Assert.Equal([1_000_000_003, 1_000_000_002], Publish("c", "a"));

        // Back after an absence, in another order, beside ids that look like given numbers.
        Assert.Equal([1_000_000_002, 1_000_000_001, 8, 1_000_000_004], Publish("a", "b", "8", "1000000001"));
        Assert.Equal([1_000_000_001], Publish("other", ["a"]));
    }

    [Fact]
    public void Catalog_finds_entries_by_number()
    {
        Publish("b", "7");
        StoredVersion version = _store.Load("kb")!;
        FaqCatalog catalog = FaqCatalog.Build(version, version.Identity.Model);
        Assert.Equal([0, 1, -1, -1], new[] { 1_000_000_001, 7, 0, 8 }.Select(catalog.IndexOfNumber));
        Assert.Equal([1_000_000_001, 7], new[] { 0, 1 }.Select(catalog.NumberOf));
    }

    protected IReadOnlyList<int> Publish(params string[] ids) => Publish("kb", ids);

    protected IReadOnlyList<int> Publish(string kb, string[] ids)
    {
        KnowledgeBase knowledge = Publication.Knowledge(kb) with { Entries = [.. ids.Select(id => Catalogs.Entry(id, $"question {id}"))] };
        Publication.Publish(_store, knowledge);
        return _store.Load(kb)!.EntryNumbers;
    }
}
