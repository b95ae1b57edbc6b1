using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Indexing;

[Collection(BundledEncoderCollection.Name)]
public sealed class VersionRenewalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BundledEncoder _bundled;
    private readonly KnowledgeStore _store;
    private readonly VersionRenewal _renewal;

    public VersionRenewalTests(BundledEncoder bundled)
    {
        _bundled = bundled;
        _store = KnowledgeStore.Open(FormerBuild.WriteTo(_folder.File("faq.db")));
        _renewal = new VersionRenewal(_store, bundled.Encoder, Repository.BundledModel, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Outdated_is_what_answers_by_another_encoder_without_a_choice()
    {
        Assert.Equal(
            [("kiosk", 2, Deployment.Production), ("orphan", 1, Deployment.Production), ("kiosk", 3, Deployment.Test)],
            _renewal.Outdated().Select(one => (one.KnowledgeBaseId, one.Version.Number, one.Deployment)));
        Assert.All(_renewal.Outdated(), one => Assert.Equal(FormerBuild.Encoder, one.Version.Model.Fingerprint));
        Sql.Execute(_store.Path, $"UPDATE models SET fingerprint = '{_bundled.Encoder.Identity.Fingerprint}' WHERE id = 1");
        Assert.Empty(_renewal.Outdated());

        // The texts that were encoded were others.
        Sql.Execute(_store.Path, "UPDATE models SET normalizer = 'other' WHERE id = 1");
        Assert.Equal(3, _renewal.Outdated().Count);
    }

    [Fact]
    public async Task Renew_encodes_the_same_content_anew_and_loses_nothing()
    {
        string kept = Kept();
        OutdatedVersion[] outdated = [.. _renewal.Outdated()];
        StoredVersion[] before = [.. outdated.Select(one => _store.Load(one.KnowledgeBaseId, one.Deployment)!)];
        RenewedVersion[] renewed = await RenewAllAsync();

        Assert.Equal([(2, 4), (1, 2), (3, 5)], renewed.Select(one => (one.From.Number, one.Index.Version.Number)));
        Assert.Equal([30, 15, 2], renewed.Select(one => one.Index.Encoded));
        foreach ((OutdatedVersion one, StoredVersion former) in outdated.Zip(before))
        {
            StoredVersion after = _store.Load(one.KnowledgeBaseId, one.Deployment)!;
            Assert.Equal(
                former.Identity with
                {
                    Number =
                    after.Identity.Number,
                    Model = _bundled.Encoder.Identity,
                    BuiltAt = after.Identity.BuiltAt,
                    Taught = after.Identity.Taught,
                }, after.Identity);
            Assert.NotNull(Teaching.Parse(after.Identity.Taught));
            Assert.Equal(former.Questions, after.Questions);
            Assert.Equal(former.EntryNumbers, after.EntryNumbers);
            Assert.Equal(KnowledgeHash.Of(former.Knowledge), KnowledgeHash.Of(after.Knowledge));
            float[] expected = new float[384];
            _bundled.Encoder.Encode(TextNormalizer.ForEncoding(after.Questions[0].Text), expected, TestContext.Current.CancellationToken);
            Assert.True(System.Numerics.Tensors.TensorPrimitives.Dot(expected, after.Vectors.AsSpan(0, 384)) > 0.999f);
        }

        Assert.Equal(kept, Kept());
        Assert.Equal(9, Sql.Count(_store.Path, "versions"));
        Assert.Empty(_renewal.Outdated());
        Assert.Equal((2, FormerBuild.ChosenModel), (_store.Load("words")!.Identity.Number, _store.Load("words")!.Identity.Model.Name));
        Assert.False((await IndexAsync(_store.Load("kiosk")!.Knowledge)).Changed);
    }

    [Fact]
    public async Task Renew_fits_a_confidence_again_on_stored_questions_and_lets_that_of_labelled_ones_lapse()
    {
        FittedConfidence[] before = [.. _store.FittedConfidences()];
        RenewedVersion[] renewed = await RenewAllAsync();

        Assert.Equal([FormerFit.Renewed, FormerFit.Lapsed, FormerFit.None], renewed.Select(one => one.Fit));
        FittedConfidence kiosk = _store.FittedConfidences()[0];
        ConfidenceModel fitted = ConfidenceModel.ParseFor(_bundled.Encoder.Identity, kiosk.Confidence)!;
        Assert.Equal(["30 own questions", "0 labelled questions"], fitted.Fit!.Data.Take(2));
        Assert.True(kiosk.Since > before[0].Since);
        Assert.Equal(before[1], _store.FittedConfidences()[1]);
        Assert.Null(ConfidenceModel.ParseFor(_bundled.Encoder.Identity, before[1].Confidence));
    }

    [Fact]
    public async Task Renew_that_is_stopped_changes_nothing()
    {
        string before = Kept();
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _renewal.RenewAsync(_renewal.Outdated()[0], new ReportTo(_ => stop.Cancel()), stop.Token));
        Assert.Equal(before, Kept());
        Assert.Equal(6, Sql.Count(_store.Path, "versions"));
        Assert.Equal(3, _renewal.Outdated().Count);
    }

    [Fact]
    public async Task Renew_computes_no_vector_that_was_saved_before_a_crash()
    {
        using (VersionWriter writer = _store.Write(_bundled.Encoder.Identity, VectorFormat.Float32, TimeProvider.System))
        {
            Assert.Equal(30, await new KnowledgeIndexer(_store, _bundled.Encoder, TimeProvider.System)
                .EncodeMissingAsync(writer, _store.Load("kiosk")!.Knowledge, null, Cancellation));
        }

        RenewedVersion? renewed = await _renewal.RenewAsync(_renewal.Outdated()[0], null, Cancellation);
        Assert.Equal((4, 0), (renewed!.Index.Version.Number, renewed.Index.Encoded));
    }

    [Fact]
    public async Task Renew_leaves_what_was_published_meanwhile()
    {
        OutdatedVersion kiosk = _renewal.Outdated()[0];
        KnowledgeBase next = _store.Load("kiosk")!.Knowledge with { Name = "next" };
        VersionIdentity? published = null;
        ReportTo publishing = new(_ => published ??= Publication.Publish(_store, next, model: _bundled.Encoder.Identity));
        Assert.Null(await _renewal.RenewAsync(kiosk, publishing, Cancellation));
        Assert.Equal(("next", 4), (_store.Load("kiosk")!.Knowledge.Name, _store.Load("kiosk")!.Identity.Number));
        Assert.Null(await _renewal.RenewAsync(kiosk, null, Cancellation));
    }

    [Fact]
    public async Task Renew_leaves_a_knowledge_base_that_a_model_was_chosen_for_meanwhile()
    {
        OutdatedVersion orphan = _renewal.Outdated()[1];
        Sql.Execute(_store.Path, "INSERT INTO model_assignments (knowledge_base_id, model, since) VALUES ('orphan', 'acme--words', 0)");
        Assert.Null(await _renewal.RenewAsync(orphan, null, Cancellation));
        Assert.Equal(1, _store.Load("orphan")!.Identity.Number);
    }

    /// <summary>All that renewal must leave alone: keys, feedback, numbers, choices, and the versions of the former encoder with their
    /// rows.</summary>
    private string Kept() => string.Join('\n', new[]
    {
        "SELECT json_group_array(json_array(knowledge_base_id, slot, hex(hash), created_at)) FROM endpoint_keys",
        "SELECT json_group_array(json_array(id, knowledge_base_id, version, question, entry_id, kind, user_key, source, created_at)) FROM "
        + "feedback",
        "SELECT json_group_array(json_array(knowledge_base_id, entry_id, number)) FROM entry_numbers",
        "SELECT json_group_array(json_array(knowledge_base_id, model, since)) FROM model_assignments",
        "SELECT json_group_array(json_array(knowledge_base_id, number, content_hash, built_at)) FROM versions WHERE id <= 6",
        "SELECT json_group_array(json_array(version_id, text, vector_id)) FROM questions WHERE version_id <= 6",
    }.Select(sql => Sql.Text(_store.Path, sql)));

    private async Task<RenewedVersion[]> RenewAllAsync()
    {
        List<RenewedVersion> renewed = [];
        foreach (OutdatedVersion one in _renewal.Outdated())
        {
            renewed.Add((await _renewal.RenewAsync(one, null, Cancellation))!);
        }

        return [.. renewed];
    }

    private Task<IndexResult> IndexAsync(KnowledgeBase knowledge) =>
        new KnowledgeIndexer(_store, _bundled.Encoder, TimeProvider.System).IndexAsync(knowledge, cancellationToken: Cancellation);

    private sealed class ReportTo(Action<IndexProgress> then) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => then(value);
    }
}
