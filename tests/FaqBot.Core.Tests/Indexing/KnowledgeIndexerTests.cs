using System.Numerics.Tensors;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Indexing;

[Collection(BundledEncoderCollection.Name)]
public sealed class KnowledgeIndexerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BundledEncoder _bundled;
    private readonly KnowledgeStore _store;
    private readonly KnowledgeIndexer _indexer;

    public KnowledgeIndexerTests(BundledEncoder bundled)
    {
        _bundled = bundled;
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        _indexer = new KnowledgeIndexer(_store, bundled.Encoder, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Index_new_knowledge_base_is_encoded_and_published()
    {
        KnowledgeBase knowledge = Publication.Knowledge("a", entries: 4);
        IndexResult result = await IndexAsync(knowledge);

        Assert.True(result.Changed);
        Assert.Equal((4, 8, 8), (result.Entries, result.Questions, result.Encoded));
        Assert.Equal(
            ("a", 1, TextNormalizer.Version, KnowledgeHash.Of(knowledge)),
            (result.Version.KnowledgeBaseId, result.Version.Number, result.Version.Normalizer, result.Version.ContentHash));
        Assert.Equal(_bundled.Encoder.Identity, result.Version.Model);
        Assert.True(result.Elapsed > TimeSpan.Zero);
        StoredVersion loaded = _store.Load("a")!;
        float[] expected = new float[384];
        for (int row = 0; row < 8; row++)
        {
            _bundled.Encoder.Encode(TextNormalizer.Clean(loaded.Questions[row].Text), expected, TestContext.Current.CancellationToken);
            Assert.True(TensorPrimitives.Distance(expected, loaded.Vectors.AsSpan(row * 384, 384)) < 1e-5f);
        }
    }

    [Fact]
    public async Task Index_unchanged_content_makes_no_new_version()
    {
        IndexResult first = await IndexAsync(Publication.Knowledge("a"));
        IndexResult again = await IndexAsync(Publication.Knowledge("a"));
        Assert.False(again.Changed);
        Assert.Equal(first.Version, again.Version);
        Assert.Equal((3, 6, 0), (again.Entries, again.Questions, again.Encoded));
        Assert.Equal(1, Sql.Count(_store.Path, "versions"));
    }

    [Fact]
    public async Task Index_changed_content_encodes_only_what_is_new()
    {
        KnowledgeBase knowledge = Publication.Knowledge("a", entries: 5);
        await IndexAsync(knowledge);

        // An answer: nothing. A question in other blanks: nothing. One new alternate: one.
        FaqEntry[] entries = [.. knowledge.Entries];
        entries[0] = entries[0] with { Answer = new LocalizedText("edited") };
        Assert.Equal((true, 0, 2), Summary(await IndexAsync(knowledge with { Entries = [.. entries] })));
        entries[1] = entries[1] with { Question = $"  {entries[1].Question} " };
        Assert.Equal((true, 0, 3), Summary(await IndexAsync(knowledge with { Entries = [.. entries] })));
        entries[2] = entries[2] with { Alternates = [.. entries[2].Alternates, "something new"] };
        Assert.Equal((true, 1, 4), Summary(await IndexAsync(knowledge with { Entries = [.. entries] })));
        Assert.Equal((true, 0, 5), Summary(await IndexAsync(knowledge with { Entries = entries[1..] })));
        Assert.Equal((true, 0, 6), Summary(await IndexAsync(knowledge)));
    }

    [Fact]
    public async Task Index_same_question_in_two_knowledge_bases_is_encoded_once()
    {
        await IndexAsync(Publication.Knowledge("a"));
        Assert.Equal((true, 0, 1), Summary(await IndexAsync(Publication.Knowledge("a") with { Id = "b" })));
        Assert.Equal(6, Sql.Count(_store.Path, "vectors"));
    }

    [Fact]
    public async Task Index_other_format_is_another_version()
    {
        await IndexAsync(Publication.Knowledge("a"));
        IndexResult int8 = await _indexer.IndexAsync(Publication.Knowledge("a"), VectorFormat.Int8, null, Cancellation);
        Assert.Equal((true, 6, 2), Summary(int8));
        Assert.Equal(VectorFormat.Int8, _store.Load("a")!.Identity.Format);
        Assert.Equal((true, 0, 3), Summary(await IndexAsync(Publication.Knowledge("a"))));
    }

    [Fact]
    public async Task Index_version_of_another_model_is_built_anew()
    {
        Publication.Publish(_store, Publication.Knowledge("a"));
        Assert.Equal((true, 6, 2), Summary(await IndexAsync(Publication.Knowledge("a"))));
    }

    [Fact]
    public async Task Index_knowledge_base_without_entries_is_published()
    {
        Assert.Equal((true, 0, 1), Summary(await IndexAsync(Publication.Knowledge("a", entries: 0))));
        Assert.Empty(_store.Load("a")!.Knowledge.Entries);
    }

    [Fact]
    public async Task Index_progress_grows_to_the_total()
    {
        Steps steps = new();
        await _indexer.IndexAsync(Publication.Knowledge("a", entries: 40), VectorFormat.Float32, steps, Cancellation);
        Assert.Equal(new IndexProgress(0, 80), steps.Seen[0]);
        Assert.Equal(new IndexProgress(80, 80), steps.Seen[^1]);
        Assert.Equal(steps.Seen.Select(step => step.Done).Order(), steps.Seen.Select(step => step.Done));
        Assert.All(steps.Seen, step => Assert.Equal(80, step.Total));
    }

    [Fact]
    public async Task Index_cancelled_run_keeps_the_old_version_and_its_saved_vectors()
    {
        await IndexAsync(Publication.Knowledge("a"));
        KnowledgeBase next = Publication.Knowledge("a", entries: 400, edition: "2");
        using CancellationTokenSource stop = new();
        Steps steps = new(step =>
        {
            if (step.Done > 512)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _indexer.IndexAsync(next, VectorFormat.Float32, steps, stop.Token));
        Assert.Equal(1, _store.Load("a")!.Identity.Number);

        IndexResult completed = await IndexAsync(next);
        Assert.Equal((true, 800 - 512, 2), Summary(completed));
    }

    private Task<IndexResult> IndexAsync(KnowledgeBase knowledge) =>
        _indexer.IndexAsync(knowledge, VectorFormat.Float32, null, Cancellation);

    private static (bool Changed, int Encoded, int Number) Summary(IndexResult result) =>
        (result.Changed, result.Encoded, result.Version.Number);

    private sealed class Steps(Action<IndexProgress>? then = null) : IProgress<IndexProgress>
    {
        public List<IndexProgress> Seen { get; } = [];

        public void Report(IndexProgress value)
        {
            Seen.Add(value);
            then?.Invoke(value);
        }
    }
}
