using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

public sealed class ModelAssignmentTests() : ModelAssignmentContract(new SqliteEngine())
{
    [Fact]
    public void Open_database_of_the_first_schema_keeps_its_content_and_takes_choices()
    {
        string before = Dump();
        Sql.Execute(
            _store.Path,
            "DROP TABLE model_assignments; ALTER TABLE versions DROP COLUMN confidence; ALTER TABLE versions DROP COLUMN taught; "
            + "ALTER TABLE versions DROP COLUMN starters; ALTER TABLE versions DROP COLUMN greeting; "
            + "ALTER TABLE versions DROP COLUMN categories; "
            + "DROP TABLE entry_numbers; DROP TABLE endpoint_keys; DROP TABLE feedback; DROP TABLE vocabularies; "
            + "DROP TABLE fitted_confidences; DROP TABLE counter_examples; DROP TABLE schema_versions; PRAGMA user_version = 1");
        using KnowledgeStore migrated = KnowledgeStore.Open(_store.Path);
        Assert.Equal(Schema.Current, Sql.Number(_store.Path, "SELECT schema FROM schema_versions"));
        Assert.Equal(before, Dump());
        StoredVersion version = migrated.Load("a")!;
        Assert.Equal((1, 3), (version.Identity.Number, version.Knowledge.Entries.Count));
        Assert.Null(version.Assignment);
        Assert.NotNull(Switch(version, Choice));
        Assert.Equal(Choice, migrated.AssignmentOf("a"));
    }
}

[Collection(PostgresCollection.Name)]
public sealed class ModelAssignmentOnPostgresTests(PostgresFixture server) : ModelAssignmentContract(new PostgresEngine(server));

public abstract class ModelAssignmentContract : IDisposable
{
    private static readonly EncoderIdentity Other = new("other", new string('b', 64), 6);
    private protected static readonly ModelAssignment Choice =
        new("a", "acme--other", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "{}");

    private readonly StoreEngine _engine;
    private protected readonly KnowledgeStore _store;

    protected ModelAssignmentContract(StoreEngine engine)
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
    public void Switch_publishes_the_same_content_with_other_vectors_and_the_choice()
    {
        StoredVersion before = _store.Load("a")!;
        VersionIdentity? switched = Switch(before, Choice);

        StoredVersion after = _store.Load("a")!;
        Assert.Equal(switched, after.Identity);
        Assert.Equal(before.Identity with { Number = 2, Model = Other, BuiltAt = after.Identity.BuiltAt }, after.Identity);
        Assert.Equal(before.Knowledge.Entries.Select(entry => entry.Answer.For(Language.English)),
            after.Knowledge.Entries.Select(entry => entry.Answer.For(Language.English)));
        Assert.Equal(Publication.VectorOf(TextNormalizer.Clean(after.Questions[0].Text), 6), after.Vectors[..6]);
        Assert.Equal(Choice, after.Assignment);
        Assert.Equal(Choice, _store.AssignmentOf("a"));
        Assert.Equal([Choice], _store.Assignments());
        Assert.Null(_store.AssignmentOf("b"));
    }

    [Fact]
    public void Switch_to_the_default_takes_the_choice_back()
    {
        Switch(_store.Load("a")!, Choice);
        Assert.NotNull(Switch(_store.Load("a")!, null));
        Assert.Null(_store.Load("a")!.Assignment);
        Assert.Empty(_store.Assignments());
    }

    [Fact]
    public void Switch_of_a_version_that_was_replaced_meanwhile_changes_nothing()
    {
        StoredVersion before = _store.Load("a")!;
        Publication.Publish(_store, Publication.Knowledge("a", edition: "second"));
        using VersionWriter writer = Prepare(before);
        string prepared = Dump();
        Assert.Null(writer.Switch(before, Choice));
        Assert.Equal(prepared, Dump());
        Assert.Null(_store.AssignmentOf("a"));
    }

    [Fact]
    public void Publish_of_vectors_computed_under_another_choice_is_refused_and_changes_nothing()
    {
        KnowledgeBase next = Publication.Knowledge("a", edition: "second");
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, TimeProvider.System);
        Publication.SaveVectors(writer, next, Publication.Model.Dimensions);
        Switch(_store.Load("a")!, Choice);
        string before = Dump();
        string message = Assert.Throws<StoreException>(() => writer.Publish(next, KnowledgeHash.Of(next), null)).Message;
        Assert.EndsWith(
            $"another model was chosen for 'a' while it was encoded with {Publication.Model.Display}; nothing was changed, index again",
                message, StringComparison.Ordinal);
        Assert.Equal(before, Dump());
        Assert.Equal(3, writer.Publish(next, KnowledgeHash.Of(next), Choice).Number);
        Assert.Equal(Choice, _store.AssignmentOf("a"));
    }

    [Fact]
    public void ReadVectors_gives_what_was_saved_and_refuses_what_was_not()
    {
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, TimeProvider.System);
        string[] texts = [.. Publication.Knowledge("a").Entries.SelectMany(entry => entry.Questions).Select(TextNormalizer.Clean)];
        Assert.Equal(texts.SelectMany(text => Publication.VectorOf(text)), writer.ReadVectors(texts));
        Assert.Contains("'absent' has no vector", Assert.Throws<StoreException>(() => writer.ReadVectors(["absent"])).Message,
            StringComparison.Ordinal);
    }

    private protected VersionIdentity? Switch(StoredVersion version, ModelAssignment? choice)
    {
        using VersionWriter writer = Prepare(version);
        return writer.Switch(version, choice);
    }

    private VersionWriter Prepare(StoredVersion version)
    {
        VersionWriter writer = _store.Write(Other, VectorFormat.Float32, TimeProvider.System);
        Publication.SaveVectors(writer, version.Knowledge, Other.Dimensions);
        return writer;
    }

    private protected string Dump() => Sql.Dump(_store.Path);
}
