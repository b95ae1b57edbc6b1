using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Indexing;

[Collection(BundledEncoderCollection.Name)]
public sealed class VersionTeachingTests : IDisposable
{
    private const int QuestionsOfEntry = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly TextEncoder _encoder;
    private readonly KnowledgeStore _store;

    public VersionTeachingTests(BundledEncoder bundled)
    {
        _encoder = bundled.Encoder;
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Commands_of_five_questions_each_are_found_more_often_by_what_they_teach()
    {
        KnowledgeBase commands = Commands(Rows("data", "train", "hwu64.tsv"));
        IndexResult result = await IndexAsync(commands);
        Teaching teaching = Teaching.Parse(result.Version.Taught)!;
        Assert.True(teaching.IsInForce, $"{teaching}");
        StoredVersion version = _store.Load("commands")!;
        Assert.Equal(result.Version, version.Identity);

        FaqCatalog taught = FaqCatalog.Build(version, _encoder.Identity);
        FaqCatalog plain = FaqCatalog.Build(version with { Identity = version.Identity with { Taught = null } }, _encoder.Identity);
        Assert.NotNull(taught.Taught);
        Assert.Null(plain.Taught);
        (string Text, string Entry)[] asked = [.. Rows("data", "eval", "hwu64_valid.tsv").Where((_, i) => i % 2 == 0)];
        double before = await RightAsync(plain, asked), after = await RightAsync(taught, asked);
        Assert.True(after > before + 0.02, $"{before:P1} right before, {after:P1} after");
    }

    [Fact]
    public async Task Version_that_was_not_taught_answers_and_is_indexed_again()
    {
        KnowledgeBase knowledge = Publication.Knowledge("a");
        await new KnowledgeIndexer(_store, _encoder, TimeProvider.System)
            .IndexAsync(knowledge, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(_store.Load("a")!.Identity.Taught);
        Assert.Null(FaqCatalog.Build(_store.Load("a")!, _encoder.Identity).Taught);

        IndexResult again = await IndexAsync(knowledge);
        Assert.Equal((true, 0, Teaching.None.ToJson()), (again.Changed, again.Encoded, again.Version.Taught));
        Assert.False((await IndexAsync(knowledge)).Changed);

        // By another build.
        Sql.Execute(_store.Path, "UPDATE versions SET taught = '{\"format\":0}'");
        Assert.True((await IndexAsync(knowledge)).Changed);
    }

    [Fact]
    public async Task Model_without_a_confidence_teaches_nothing()
    {
        KnowledgeIndexer indexer = new(_store, _encoder, TimeProvider.System) { Teaching = VersionTeaching.For(_encoder, _folder.Path) };
        IndexResult result = await indexer.IndexAsync(
            FaqFile.Read(Path.Combine(Repository.Root, "data", "faq.json")), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Teaching.None.ToJson(), result.Version.Taught);
    }

    [Fact]
    public void Database_of_the_schema_before_is_read_without_anything_taught()
    {
        Publication.Publish(_store, Publication.Knowledge("a"));
        Sql.Execute(
            _store.Path,
            "ALTER TABLE versions DROP COLUMN taught; "
            + "ALTER TABLE versions DROP COLUMN starters; ALTER TABLE versions DROP COLUMN greeting; "
            + "ALTER TABLE versions DROP COLUMN categories; ALTER TABLE vocabularies DROP COLUMN contrasts; DROP TABLE counter_examples; "
            + "ALTER TABLE feedback DROP COLUMN reason; ALTER TABLE feedback DROP COLUMN comment; "
            + "DROP TABLE schema_versions; PRAGMA user_version = 6");
        using KnowledgeStore migrated = KnowledgeStore.Open(_store.Path);
        Assert.Null(migrated.Load("a")!.Identity.Taught);
        Assert.Null(Assert.Single(migrated.Published()).Identity.Taught);
    }

    private Task<IndexResult> IndexAsync(KnowledgeBase knowledge) =>
        new KnowledgeIndexer(_store, _encoder, TimeProvider.System)
        {
            Fitting = ConfidenceFitting.For(_encoder, Repository.BundledModel),
            Teaching = VersionTeaching.For(_encoder, Repository.BundledModel),
        }.IndexAsync(knowledge, cancellationToken: TestContext.Current.CancellationToken);

    private static (string Text, string Entry)[] Rows(params string[] parts) =>
        [.. File.ReadLines(Repository.SharedFile(parts)).Skip(1).Select(line => line.Split('\t')).Select(row => (row[0], row[1]))];

    private static KnowledgeBase Commands((string Text, string Entry)[] rows) => new()
    {
        Id = "commands",
        Name = "commands",
        Languages = ["en"],
        DefaultAnswer = new LocalizedText("-"),
        Entries =
        [
            .. rows.DistinctBy(row => TextNormalizer.MatchKey(TextNormalizer.Clean(row.Text))).GroupBy(row => row.Entry, row => row.Text)
                .Select(group => group.Where((_, i) => i % 7 == 3).Take(QuestionsOfEntry).ToArray())
                .Zip(rows.Select(row => row.Entry).Distinct(), (questions, id) => (questions, id))
                .Where(entry => entry.questions.Length > 0)
                .Select(entry => new FaqEntry
                {
                    Id = entry.id, Question = entry.questions[0], Alternates = entry.questions[1..], Answer = new LocalizedText("-"),
                }),
        ],
    };

    private async Task<double> RightAsync(FaqCatalog catalog, (string Text, string Entry)[] asked)
    {
        ConfidenceModel confidence = ConfidenceModel.Read(Repository.BundledModel, _encoder.Identity);
        PublishedCatalog published = new(catalog, null!, confidence);
        Question[] questions = [.. asked.Select(row => Question.Parse(row.Text))];
        float[] vectors = new float[questions.Length * _encoder.Dimensions];
        _encoder.Encode([.. questions.Select(question => question.Essence)], vectors);
        int right = 0;
        for (int i = 0; i < asked.Length; i++)
        {
            float[] vector = vectors[(i * _encoder.Dimensions)..((i + 1) * _encoder.Dimensions)];
            QuestionMatch match = await QuestionMatch.OfAsync(
                published, QuestionReading.Of(catalog, questions[i], EntryFilter.None), new AnsweringOptions().ToPolicy(),
                DateTimeOffset.UnixEpoch, text => ValueTask.FromResult(new AskedText(text, vector)));
            right += catalog.Entries[match.Ranked[0].Entry].Id == asked[i].Entry ? 1 : 0;
        }

        return (double)right / asked.Length;
    }
}
