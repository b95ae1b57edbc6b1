using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Tests.Storage;

public sealed class VersionHistoryTests() : VersionHistoryContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class VersionHistoryOnPostgresTests(PostgresFixture server) : VersionHistoryContract(new PostgresEngine(server));

public abstract class VersionHistoryContract : IDisposable
{
    private readonly StoreEngine _engine;
    private readonly ManualClock _time = new();
    private readonly KnowledgeStore _store;

    protected VersionHistoryContract(StoreEngine engine)
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

    [Fact]
    public void Publish_numbers_grow_by_one_for_each_knowledge_base()
    {
        Assert.Equal([1, 2, 3], Enumerable.Range(1, 3).Select(i => Publish("a", $"edition {i}").Number));
        Assert.Equal(1, Publish("b", "first").Number);
        Assert.Equal(4, Publish("a", "edition 4").Number);
    }

    [Fact]
    public void Publish_number_is_never_used_again()
    {
        Publish("a", "first");
        Publish("a", "second");
        Sql.Execute(_store.Path, "DELETE FROM deployments; DELETE FROM versions");

        Assert.Null(_store.Load("a"));
        Assert.Equal(3, Publish("a", "third").Number);
    }

    [Fact]
    public void Publish_keeps_five_versions_of_each_knowledge_base()
    {
        Publish("other", "first");
        for (int i = 1; i <= 8; i++)
        {
            Publish("a", $"edition {i}");
            Assert.Equal(Math.Min(i, VersionWriter.KeptVersions),
                Sql.Number(_store.Path, "SELECT COUNT(*) FROM versions WHERE knowledge_base_id = 'a'"));
        }

        Assert.Equal(4, Sql.Number(_store.Path, "SELECT MIN(number) FROM versions WHERE knowledge_base_id = 'a'"));
        Assert.Equal(3 * 6, Sql.Count(_store.Path, "entries"));
        Assert.Equal(6 * 6, Sql.Count(_store.Path, "questions"));
        Assert.NotNull(_store.Load("other"));
        Assert.Equal("a edition 8", _store.Load("a")!.Knowledge.Name);
    }

    [Fact]
    public void Publish_keeps_an_older_version_that_still_answers_somewhere()
    {
        Publish("a", "edition 0");
        Sql.Execute(_store.Path, "INSERT INTO deployments SELECT knowledge_base_id, 'elsewhere', version_id FROM deployments");
        for (int i = 1; i <= 7; i++)
        {
            Publish("a", $"edition {i}");
        }

        Assert.Equal(1, Sql.Number(_store.Path, "SELECT MIN(number) FROM versions"));
        Assert.Equal(VersionWriter.KeptVersions + 1, Sql.Count(_store.Path, "versions"));
    }

    [Fact]
    public void Publish_vectors_of_no_version_are_removed_after_thirty_days()
    {
        using (VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, _time))
        {
            writer.SaveVectors(["never published"], Publication.VectorOf("never published"));
        }

        _time.Advance(VersionWriter.UnusedVectorLifetime);
        Publish("a", "first");
        Assert.Equal(1 + 6, Sql.Count(_store.Path, "vectors"));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Publish("a", "second");
        Assert.Equal(12, Sql.Count(_store.Path, "vectors"));
        Assert.Equal(0, Sql.Number(_store.Path, "SELECT COUNT(*) FROM vectors WHERE text = 'never published'"));
    }

    [Fact]
    public void Publish_vectors_of_kept_versions_stay_however_old()
    {
        Publish("a", "first");
        _time.Advance(VersionWriter.UnusedVectorLifetime * 10);
        Publish("b", "first");
        Assert.Equal(12, Sql.Count(_store.Path, "vectors"));
        Assert.Equal(6, _store.Load("a")!.Questions.Count);
    }

    [Fact]
    public void Missing_texts_are_those_without_a_vector_of_this_model_and_format()
    {
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, _time);
        Assert.Equal(["b", "a"], writer.Missing(["b", "a"]));
        writer.SaveVectors(["a"], Publication.VectorOf("a"));
        Assert.Equal(["b"], writer.Missing(["b", "a"]));
        using VersionWriter int8 = _store.Write(Publication.Model, VectorFormat.Int8, _time);
        Assert.Equal(["a"], int8.Missing(["a"]));
        using VersionWriter other = _store.Write(Publication.Model with { Fingerprint = new string('b', 64) }, VectorFormat.Float32, _time);
        Assert.Equal(["a"], other.Missing(["a"]));
        using VersionWriter again = _store.Write(Publication.Model, VectorFormat.Float32, _time);
        Assert.Empty(again.Missing(["a"]));
    }

    [Fact]
    public void SaveVectors_text_that_has_one_keeps_it()
    {
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, _time);
        writer.SaveVectors(["a", "b"], [.. Publication.VectorOf("a"), .. Publication.VectorOf("b")]);
        writer.SaveVectors(["a"], Publication.VectorOf("other"));
        Assert.Equal(2, Sql.Count(_store.Path, "vectors"));
        KnowledgeBase knowledge = new()
        {
            Id = "a",
            Name = "a",
            Languages = ["en"],
            DefaultAnswer = new LocalizedText("-"),
            Entries = [new FaqEntry { Id = "a", Question = "a", Answer = new LocalizedText("a") }],
        };
        writer.Publish(knowledge, "hash");
        Assert.Equal(Publication.VectorOf("a"), _store.Load("a")!.Vectors);
    }

    [Fact]
    public void SaveVectors_block_of_another_size_is_refused()
    {
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, _time);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.SaveVectors(["a", "b"], new float[8]));
    }

    [Fact]
    public void Write_same_model_again_adds_no_row()
    {
        Publish("a", "first");
        Publish("a", "second");
        Assert.Equal(1, Sql.Count(_store.Path, "models"));
    }

    private VersionIdentity Publish(string id, string edition) =>
        Publication.Publish(_store, Publication.Knowledge(id, edition: edition), time: _time);
}
