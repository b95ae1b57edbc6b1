using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Indexing;

/// <summary>Has the questions of a version that is about to be published teach its ranking: see <see cref="TeachingFit"/>.</summary>
public sealed class VersionTeaching
{
    private readonly EncoderIdentity _encoder;
    private readonly string? _folder;
    private readonly string? _chosen;

    private VersionTeaching(EncoderIdentity encoder, string? folder, string? chosen)
    {
        _encoder = encoder;
        _folder = folder;
        _chosen = chosen;
    }

    /// <summary>What teaches versions of an encoder.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="folder">The folder that it was loaded from; null for a service elsewhere.</param>
    /// <param name="assignment">The choice of the encoder for the knowledge base, if there is one.</param>
    /// <returns>The teaching.</returns>
    public static VersionTeaching For(IEncoder encoder, string? folder, ModelAssignment? assignment = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new VersionTeaching(encoder.Identity, folder, assignment?.Confidence);
    }

    /// <summary>Asks each question of the others.</summary>
    /// <param name="writer">Has the vectors of all its questions.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="fitted">The confidence that was fitted for the version; null: what the folder or the choice holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was taught; nothing where there is no confidence to rank by.</returns>
    /// <exception cref="StoreException">A question has no vector.</exception>
    public Teaching Teach(VersionWriter writer, KnowledgeBase knowledge, ConfidenceModel? fitted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(knowledge);

        // Where nothing can be learnt no catalog is built.
        return knowledge.Entries.Count(entry => entry.Alternates.Count > 0) < TeachingFit.FewestEntries
            || (fitted ?? Kept()) is not { } confidence
                ? Teaching.None
                : TeachingFit.Fit(ConfidenceFitting.CatalogOf(writer, knowledge, _encoder), confidence, cancellationToken);
    }

    private ConfidenceModel? Kept()
    {
        try
        {
            return _folder is not null && File.Exists(Path.Combine(_folder, ConfidenceModel.FileName))
                ? ConfidenceModel.Read(_folder, _encoder)
                : ConfidenceModel.ParseFor(_encoder, _chosen);
        }
        catch (ModelException)
        {
            // Who loads the model to answer with it is told; the vectors are of use.
            return null;
        }
    }
}
