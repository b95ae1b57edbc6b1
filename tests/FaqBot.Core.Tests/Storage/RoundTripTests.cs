using System.Numerics.Tensors;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Storage;

public sealed class RoundTripTests() : RoundTripContract(new SqliteEngine())
{
    [Theory]
    [InlineData("UPDATE counter_examples SET entry_ordinal = 3")]
    [InlineData("UPDATE counter_examples SET entry_ordinal = -1")]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE counter_examples SET vector_id = 1000")]
    [InlineData("UPDATE vectors SET value = zeroblob(32) WHERE id IN (SELECT vector_id FROM counter_examples)")]
    [InlineData("UPDATE vocabularies SET contrasts = '[null]'")]
    public void Load_damaged_words_of_owners_are_refused(string damage)
    {
        Publication.Publish(_store, Full);
        Sql.Execute(_store.Path, damage);
        Assert.Contains("index", Assert.Throws<StoreException>(() => _store.Load("full")).Message, StringComparison.Ordinal);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class RoundTripOnPostgresTests(PostgresFixture server) : RoundTripContract(new PostgresEngine(server));

public abstract class RoundTripContract : IDisposable
{
    private protected static readonly KnowledgeBase Full = new()
    {
        Id = "full",
        Name = "名字 'quoted'; DROP TABLE versions; --",
        Languages = ["zh-Hans", "en"],
        DefaultAnswer = new LocalizedText(new Dictionary<string, string> { ["en"] = "Sorry \"you\" <b>", ["zh-Hans"] = "抱歉 👍 \u2028" }),
        Synonyms = [["发票", "invoice 'x'"], ["a", "b", "c"]],
        StopPhrases = ["小禾", "dear \"bot\""],
        Contrasts = [["月付", "年付"], ["Paris", "Berlin 'b'", "里昂"]],
        Greeting = new LocalizedText(new Dictionary<string, string> { ["en"] = "hi \0", ["zh-Hant"] = "你好" }),
        Categories =
            [new CategoryName("a", "甲"), new CategoryName("b", new LocalizedText(new Dictionary<string, string> { ["en"] = "B" }))],
        Entries =
        [
            new FaqEntry
            {
                Id = "a",
                Question = "  Ｗｈｅｒｅ  is it? ",
                Alternates = ["在哪里？", "𠮷野家 👨‍👩‍👧", "line\nbreak"],
                NotThis = ["second", "Where \"was\" it?"],
                Answer = new LocalizedText(new Dictionary<string, string> { ["en"] = "here\r\n\ttab \\ \"", ["zh-Hant"] = "這裡" }),
                Metadata = [new("Z", "last first"), new("a", "值")],
                Source = "source of it",
                Prompts = [new FollowUpPrompt("And \"then\"?", "b"), new FollowUpPrompt("然后", "c")],
                ContextOnly = true,
                Enabled = false,
                ValidFrom = new DateTimeOffset(2026, 3, 1, 0, 0, 0, 1, TimeSpan.Zero),
                ValidUntil = new DateTimeOffset(2026, 3, 31, 18, 0, 0, 999, TimeSpan.Zero),
            },
            new FaqEntry { Id = "b", Question = "second", Answer = new LocalizedText("b") },
            new FaqEntry { Id = "c", Question = "third", Answer = new LocalizedText("c"), ValidUntil = DateTimeOffset.UnixEpoch },
        ],
    };

    private readonly StoreEngine _engine;
    private protected readonly KnowledgeStore _store;

    protected RoundTripContract(StoreEngine engine)
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
    [InlineData(VectorFormat.Float32)]
    [InlineData(VectorFormat.Int8)]
    public void Load_published_version_gives_every_field_back(VectorFormat format)
    {
        ManualClock time = new();
        VersionIdentity published = Publication.Publish(_store, Full, format, time);
        StoredVersion loaded = _store.Load("full")!;

        Assert.Equal(published, loaded.Identity);
        Assert.Equal(
            new VersionIdentity("full", 1, Publication.Model, TextNormalizer.Version, format, KnowledgeHash.Of(Full), time.GetUtcNow()),
                loaded.Identity);
        Assert.Equal(KnowledgeHash.Of(Full), KnowledgeHash.Of(loaded.Knowledge));
        Assert.Equal(Full.Synonyms, loaded.Knowledge.Synonyms);
        Assert.Equal(Full.StopPhrases, loaded.Knowledge.StopPhrases);
        Assert.Equal(Full.Contrasts, loaded.Knowledge.Contrasts);
        Assert.Equal((Full.Greeting, 2), (loaded.Knowledge.Greeting, loaded.Knowledge.Categories.Count));
        Assert.Equal(Full.Categories, loaded.Knowledge.Categories);
        foreach ((FaqEntry expected, FaqEntry found) in Full.Entries.Zip(loaded.Knowledge.Entries))
        {
            Assert.Equal(expected.Questions, found.Questions);
            Assert.Equal(expected.NotThis, found.NotThis);
            Assert.Equal(expected.Answer.Texts, found.Answer.Texts);
            Assert.Equal(expected.Metadata, found.Metadata);
            Assert.Equal(expected.Prompts, found.Prompts);
            Assert.Equal((expected.Id, expected.Source), (found.Id, found.Source));
            Assert.Equal((expected.ContextOnly, expected.Enabled), (found.ContextOnly, found.Enabled));
            Assert.Equal((expected.ValidFrom, expected.ValidUntil), (found.ValidFrom, found.ValidUntil));
        }
    }

    [Theory]
    [InlineData(VectorFormat.Float32, 0f)]
    [InlineData(VectorFormat.Int8, 0.02f)]
    public void Load_questions_come_in_order_with_their_vectors(VectorFormat format, float tolerance)
    {
        Publication.Publish(_store, Full, format);
        StoredVersion loaded = _store.Load("full")!;

        Assert.Equal(
            Full.Entries.SelectMany((entry, index) => entry.Questions.Select(text => new StoredQuestion(index, text, Key(text)))),
                loaded.Questions);
        Assert.Equal(Full.Entries[0].NotThis.Select(text => new CounterExample(0, text)), loaded.CounterExamples);
        AssertNear([.. loaded.Questions.Select(question => question.Text)], loaded.Vectors, tolerance);
        AssertNear([.. loaded.CounterExamples.Select(example => example.Text)], loaded.CounterVectors, tolerance);
    }

    [Fact]
    public void Publish_vectors_of_counter_examples_stay_as_long_as_their_version()
    {
        ManualClock time = new();
        Publication.Publish(_store, Full, time: time);
        time.Advance(VersionWriter.UnusedVectorLifetime + TimeSpan.FromDays(1));
        Publication.Publish(_store, Publication.Knowledge("other"), time: time);
        Assert.Equal(2, _store.Load("full")!.CounterExamples.Count);
    }

    [Fact]
    public void Load_instant_with_offset_is_the_same_instant()
    {
        DateTimeOffset instant = new(2026, 3, 31, 18, 0, 0, TimeSpan.FromHours(8));
        Publication.Publish(
            _store, Full with { Entries = [Full.Entries[1] with { ValidFrom = instant, ValidUntil = DateTimeOffset.MaxValue }] });
        FaqEntry found = _store.Load("full")!.Knowledge.Entries[0];
        Assert.Equal(instant, found.ValidFrom);
        Assert.Equal(9999, found.ValidUntil!.Value.Year);
    }

    [Fact]
    public void Load_knowledge_base_without_entries_is_empty()
    {
        Publication.Publish(_store, Full with { Entries = [] });
        StoredVersion loaded = _store.Load("full")!;
        Assert.Empty(loaded.Questions);
        Assert.Empty(loaded.Vectors);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("FULL")]
    [InlineData("")]
    [InlineData("' OR 1=1 --")]
    public void Load_id_that_is_not_published_is_null(string id)
    {
        Publication.Publish(_store, Full);
        Assert.Null(_store.Load(id));
    }

    [Fact]
    public void Published_lists_what_answers_ordered_by_id()
    {
        Assert.Empty(_store.Published());
        VersionIdentity z = Publication.Publish(_store, Publication.Knowledge("z"));
        Publication.Publish(_store, Full);
        VersionIdentity full = Publication.Publish(_store, Full with { Name = "renamed" });

        IReadOnlyList<PublishedVersion> published = _store.Published();
        Assert.Equal([full, z], published.Select(version => version.Identity));
        Assert.Equal(["renamed", "z first"], published.Select(version => version.Name));
        Assert.Equal(["zh-Hans", "en"], published[0].Languages);
        Assert.Equal((3, 6), (published[0].Entries, published[0].Questions));
    }

    [Fact]
    public void Open_again_finds_what_was_published()
    {
        VersionIdentity published = Publication.Publish(_store, Full);
        using KnowledgeStore again = KnowledgeStore.Open(_engine.Place, checkIntegrity: true);
        Assert.Equal(published, again.Load("full")!.Identity);
    }

    private static void AssertNear(string[] texts, float[] vectors, float tolerance)
    {
        Assert.Equal(texts.Length * 8, vectors.Length);
        for (int row = 0; row < texts.Length; row++)
        {
            float[] expected = Publication.VectorOf(TextNormalizer.Clean(texts[row]));
            float distance = TensorPrimitives.Distance(expected, vectors.AsSpan(row * 8, 8));
            Assert.True(distance <= tolerance, $"row {row} is {distance} away");
        }
    }

    private static string Key(string text) => TextNormalizer.MatchKey(TextNormalizer.Clean(text));
}
