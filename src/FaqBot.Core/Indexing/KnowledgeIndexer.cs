using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Indexing;

/// <summary>Encodes a knowledge base and publishes it.</summary>
/// <remarks>
/// Thread-safe. Whatever stops a run, the published version stays whole, and vectors that are saved are not computed again.
/// </remarks>
/// <param name="store">Takes the versions.</param>
/// <param name="encoder">Encodes.</param>
/// <param name="time">The clock.</param>
/// <param name="deployment">Whom the versions answer: customers, or the owner who tries a draft.</param>
public sealed class KnowledgeIndexer(
    KnowledgeStore store, IEncoder encoder, TimeProvider time, Deployment deployment = Deployment.Production)
{
    // Some seconds of work: little is lost when a run is stopped, and a commit's cost does not show.
    private const int TextsPerCommit = 512;
    private const int MostFaults = 20;

    /// <summary>Gives each version a confidence of its own; null when the encoder has one for all.</summary>
    public ConfidenceFitting? Fitting { get; init; }

    /// <summary>Has the questions of each version teach its ranking; null: they are not asked.</summary>
    public VersionTeaching? Teaching { get; init; }

    /// <summary>A former version, whose vectors are taken for whole, and whose fitted constants are taken over: fitting them anew takes as
    /// long as encoding; null: vectors are looked at, and constants fitted.</summary>
    public PublishedVersion? Alike { get; init; }

    /// <summary>What versions are published from; null: from a file, whose content is that of the working copy from then on.</summary>
    public PublishedFrom? From { get; init; }

    /// <summary>Indexes a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="format">How its vectors are written.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between two batches; the published version stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    /// <exception cref="ModelException">The model knows no word of a question, or no confidence can be fitted.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="BusyException">Too many texts are waiting for that service.</exception>
    /// <exception cref="WorkingCopyMovedException">The working copy that is published is another one by now.</exception>
    public async Task<IndexResult> IndexAsync(
        KnowledgeBase knowledge,
        VectorFormat format = VectorFormat.Float32,
        IProgress<IndexProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        long started = time.GetTimestamp();
        int questions = knowledge.Entries.Sum(entry => 1 + entry.Alternates.Count);
        string contentHash = KnowledgeHash.Of(knowledge);
        if (FindPublished(knowledge.Id, contentHash, format) is { } published)
        {
            return Unchanged(published);
        }

        // Another process may be at the same, and its version will do.
        using IDisposable turn = await store.TakeIndexingTurnAsync(time, cancellationToken);
        if (FindPublished(knowledge.Id, contentHash, format) is { } meanwhile)
        {
            return Unchanged(meanwhile);
        }

        ModelAssignment? assignment = store.AssignmentOf(knowledge.Id);
        using VersionWriter writer = store.Write(encoder.Identity, format, time);
        int encoded = await EncodeMissingAsync(writer, knowledge, progress, cancellationToken);
        (string? fitted, string? taught) = await FitAsync(writer, knowledge, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        VersionIdentity version =
            writer.Publish(knowledge, contentHash, assignment, deployment, fitted, taught, From);
        return new IndexResult(version, Changed: true, knowledge.Entries.Count, questions, encoded, time.GetElapsedTime(started));

        IndexResult Unchanged(VersionIdentity version)
        {
            store.NoteUnchanged(knowledge, deployment, From, time.GetUtcNow());
            return new IndexResult(version, Changed: false, knowledge.Entries.Count, questions, 0, time.GetElapsedTime(started));
        }
    }

    /// <summary>Fits what a version of its own has; or takes that of a former version over, where that is of this encoder.</summary>
    private async Task<(string? Fitted, string? Taught)> FitAsync(
        VersionWriter writer, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        bool isAlike = Alike?.Identity.Model.Fingerprint == encoder.Identity.Fingerprint;
        if (isAlike && Matching.Teaching.Parse(Alike!.Identity.Taught) is not null
            && (Fitting is null || ConfidenceModel.ParseFor(encoder.Identity, Alike.Confidence) is not null))
        {
            return (Fitting is null ? null : Alike.Confidence, Alike.Identity.Taught);
        }

        ConfidenceModel? fitted = Fitting is null ? null : await Fitting.FitAsync(writer, knowledge, cancellationToken);
        return (fitted?.ToJson(), Teaching?.Teach(writer, knowledge, fitted, cancellationToken).ToJson());
    }

    private VersionIdentity? FindPublished(string knowledgeBaseId, string contentHash, VectorFormat format) =>
        store.Published(deployment).FirstOrDefault(version =>
            version.Identity.KnowledgeBaseId == knowledgeBaseId
            && version.Identity.ContentHash == contentHash
            && version.Identity.Format == format
            && version.Identity.Model.Fingerprint == encoder.Identity.Fingerprint
            && version.Identity.Normalizer == TextNormalizer.Version
            && (Teaching is null || Matching.Teaching.Parse(version.Identity.Taught) is not null)
            && (Fitting is null || ConfidenceModel.ParseFor(encoder.Identity, version.Confidence) is not null)
            && IsWhole(knowledgeBaseId))?.Identity;

    /// <summary>A damaged version is published anew, which mends it.</summary>
    private bool IsWhole(string knowledgeBaseId)
    {
        try
        {
            return store.Load(knowledgeBaseId, deployment) is not null;
        }
        catch (StoreException exception) when (exception.Kind == StoreFault.Damaged)
        {
            return false;
        }
    }

    /// <summary>Encodes what has no vector yet; publishes nothing.</summary>
    /// <param name="writer">Takes the vectors; of this encoder's model.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between two batches; saved vectors stay.</param>
    /// <returns>Questions that were encoded.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="BusyException">Too many texts are waiting for that service.</exception>
    public async Task<int> EncodeMissingAsync(
        VersionWriter writer, KnowledgeBase knowledge, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(knowledge);
        IEnumerable<string> all = knowledge.Entries.SelectMany(entry => entry.Questions.Concat(entry.NotThis))
            .Select(TextNormalizer.ForEncoding).Distinct(StringComparer.Ordinal);
        string[] missing = [.. writer.Missing(all, Alike?.Identity).OrderBy(text => text.Length)];
        int done = 0;
        progress?.Report(new IndexProgress(0, missing.Length));
        foreach (string[] texts in missing.Chunk(TextsPerCommit))
        {
            float[] vectors = await encoder.EncodeAsync(
                texts, count => progress?.Report(new IndexProgress(done += count, missing.Length)), cancellationToken);
            RefuseUnknown(texts, vectors);
            writer.SaveVectors(texts, vectors);
        }

        return missing.Length;
    }

    /// <summary>A static encoder gives the zero vector to a text that it knows no word of: nobody could ever be led to it.</summary>
    private void RefuseUnknown(string[] texts, float[] vectors)
    {
        string[] unknown =
        [
            .. texts.Where((_, row) =>
                !vectors.AsSpan(row * encoder.Identity.Dimensions, encoder.Identity.Dimensions).ContainsAnyExcept(0f)).Take(MostFaults),
        ];
        if (unknown.Length > 0)
        {
            throw new ModelException(
                encoder.Identity.Name,
                    [.. unknown.Select(text => $"it knows no word of the question '{text}'; ask otherwise or take another model")]);
        }
    }
}
