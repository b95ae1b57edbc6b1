using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Indexing;

/// <summary>Where a run of indexing publishes, and how it stores vectors.</summary>
/// <param name="Deployment">For customers, or as a draft.</param>
/// <param name="Vectors">How vectors are stored.</param>
public sealed record IndexTarget(Deployment Deployment, VectorFormat Vectors);

/// <summary>Shows one knowledge base being indexed.</summary>
/// <param name="knowledgeBaseId">The knowledge base.</param>
/// <param name="index">Indexes it, telling its progress; gives null when there was nothing to do.</param>
/// <returns>What <paramref name="index"/> gave.</returns>
public delegate Task<IndexResult?> IndexDisplay(string knowledgeBaseId, Func<IProgress<IndexProgress>?, Task<IndexResult?>> index);

/// <summary>Indexes knowledge bases, each with its encoder, and then encodes anew what a former default encoder has left.</summary>
/// <param name="store">Where versions are published.</param>
/// <param name="choice">Which encoders there are.</param>
/// <param name="target">Where and how versions are published.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Told how a service that encodes fares.</param>
public sealed class IndexRun(KnowledgeStore store, EncoderChoice choice, IndexTarget target, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>Whether versions of a former default encoder are encoded anew, too.</summary>
    public bool RenewsOthers { get; init; }

    /// <summary>Indexes.</summary>
    /// <param name="bases">The knowledge bases, no id twice.</param>
    /// <param name="display">Shows each.</param>
    /// <param name="note">Is told what is noteworthy.</param>
    /// <param name="cancellationToken">Stops; what was not published is as it was.</param>
    /// <exception cref="ModelException">A model cannot be loaded; nothing was written.</exception>
    /// <exception cref="ModelLibraryException">A chosen model is not installed; nothing was written.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="StoreException">The store cannot be read or written.</exception>
    public async Task RunAsync(
        IReadOnlyList<KnowledgeBase> bases, IndexDisplay display, Action<IndexNote> note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentNullException.ThrowIfNull(display);
        ArgumentNullException.ThrowIfNull(note);
        using AssignedEncoders encoders = new(store, choice, note, time, loggers);

        // All are loaded before anything is written.
        foreach (KnowledgeBase knowledge in bases)
        {
            await encoders.LoadAsync(knowledge.Id, cancellationToken);
        }

        HashSet<VersionIdentity> indexed = [];
        foreach (KnowledgeBase knowledge in bases)
        {
            KnowledgeIndexer indexer = encoders.IndexerOf(knowledge.Id, target.Deployment);
            IndexResult? result = await display(
                knowledge.Id, async progress => await indexer.IndexAsync(knowledge, target.Vectors, progress, cancellationToken));
            indexed.Add(result!.Version);
        }

        // The default encoder is not loaded for nothing.
        if (RenewsOthers && store.Published().Concat(store.Published(Deployment.Test)).Any(version => !indexed.Contains(version.Identity)))
        {
            await RenewAsync(encoders, display, note, cancellationToken);
        }
    }

    private static async Task RenewAsync(
        AssignedEncoders encoders, IndexDisplay display, Action<IndexNote> note, CancellationToken cancellationToken)
    {
        (VersionRenewal renewal, OutdatedVersion[] versions) = await encoders.OutdatedAsync(cancellationToken);
        foreach (OutdatedVersion version in versions)
        {
            try
            {
                await display(version.KnowledgeBaseId, async progress =>
                {
                    RenewedVersion? renewed = await renewal.RenewAsync(version, progress, cancellationToken);
                    if (renewed?.Fit == FormerFit.Lapsed)
                    {
                        note(new FitLapsed(version.KnowledgeBaseId));
                    }

                    return renewed?.Index;
                });
            }
            catch (ModelException exception)
            {
                note(new VersionNotRenewed(version, exception));
            }
        }
    }
}
