using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Authoring;

/// <summary>Makes versions of what owners have edited, with the encoder that the knowledge base answers with.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="store">Takes the versions.</param>
/// <param name="encoders">The encoders in memory.</param>
/// <param name="format">How vectors are written.</param>
/// <param name="time">The clock.</param>
public sealed class WorkingCopyIndexer(KnowledgeStore store, Encoders encoders, VectorFormat format, TimeProvider time)
{
    /// <summary>Up to so many questions a draft is fitted as a publication is; a larger one takes over what was fitted last.</summary>
    public const int MostFittedForDraft = 1_000;

    /// <summary>Makes a version answer.</summary>
    /// <param name="knowledge">Its content.</param>
    /// <param name="deployment">Where.</param>
    /// <param name="from">What it comes from.</param>
    /// <param name="progress">Told after each batch; or null.</param>
    /// <param name="cancellationToken">Stops; what answered before goes on.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="EditRefusedException">It has no entries.</exception>
    /// <exception cref="WorkingCopyMovedException">The working copy is another one by now.</exception>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    /// <exception cref="ModelException">The model cannot be loaded, or knows no word of a question.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="BusyException">Too many texts are waiting for that service.</exception>
    public async Task<IndexResult> IndexAsync(
        KnowledgeBase knowledge,
        Deployment deployment,
        PublishedFrom from,
        IProgress<IndexProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        if (knowledge.Entries.Count == 0)
        {
            throw new EditRefusedException($"Found no entry in '{knowledge.Id}', expected at least 1; write one first.");
        }

        ModelAssignment? assignment = store.AssignmentOf(knowledge.Id);
        LoadedEncoder encoder = encoders.Use(assignment?.Model, anew: false);
        try
        {
            bool takesOver = deployment == Deployment.Test
                && knowledge.Entries.Sum(entry => 1 + entry.Alternates.Count) > MostFittedForDraft;
            return await new KnowledgeIndexer(store, encoder.Bulk, time, deployment)
            {
                From = from,
                Fitting = ConfidenceFitting.For(encoder.Bulk, encoder.Folder, assignment),
                Teaching = VersionTeaching.For(encoder.Bulk, encoder.Folder, assignment),
                Alike = takesOver ? store.Published().FirstOrDefault(version => version.Identity.KnowledgeBaseId == knowledge.Id) : null,
            }.IndexAsync(knowledge, format, progress, cancellationToken);
        }
        finally
        {
            encoder.Release();
        }
    }
}
