using System.Text.Json;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Indexing;

/// <summary>Encodes published versions anew, from the texts that are stored, when the default encoder is another one than theirs.</summary>
/// <remarks>
/// <para>
/// Where no model was chosen for a knowledge base the default encoder applies, whatever encoded its versions once: the one that answers
/// customers and the draft are each published anew with the same content, whether anybody still has the files they came from or not.
/// A knowledge base with a choice keeps its model.
/// </para>
/// <para>
/// Thread-safe. Whatever stops a run, the former version stays whole, and vectors that are saved are not computed again.
/// </para>
/// </remarks>
/// <param name="store">Holds the versions.</param>
/// <param name="encoder">The default encoder.</param>
/// <param name="folder">The folder that it was loaded from; null for a service elsewhere.</param>
/// <param name="time">The clock.</param>
public sealed class VersionRenewal(KnowledgeStore store, IEncoder encoder, string? folder, TimeProvider time)
{
    private static readonly Deployment[] Deployments = [Deployment.Production, Deployment.Test];

    /// <summary>The encoder that the versions are encoded with.</summary>
    public EncoderIdentity Encoder => encoder.Identity;

    /// <summary>Lists what is to be encoded anew.</summary>
    /// <returns>The versions, those of production first, each ordered by knowledge base.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<OutdatedVersion> Outdated()
    {
        HashSet<string> chosen = [.. store.Assignments().Select(assignment => assignment.KnowledgeBaseId)];
        return
        [
            .. Deployments.SelectMany(store.Published, (deployment, version) => new OutdatedVersion(version.Identity, deployment))
                .Where(one => !chosen.Contains(one.KnowledgeBaseId) && IsOutdated(one.Version)),
        ];
    }

    /// <summary>Encodes a version anew and publishes it where it answers.</summary>
    /// <param name="outdated">The version: see <see cref="Outdated"/>.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between two batches; the former version stays.</param>
    /// <returns>What was published; null when there is nothing to do any more.</returns>
    /// <exception cref="StoreException">The store cannot be read or written.</exception>
    /// <exception cref="ModelException">The model knows no word of a question, or no confidence can be fitted.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="BusyException">Too many texts are waiting for that service.</exception>
    public async Task<RenewedVersion?> RenewAsync(
        OutdatedVersion outdated, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outdated);
        long started = time.GetTimestamp();
        while (store.Load(outdated.KnowledgeBaseId, outdated.Deployment) is { Assignment: null } from && IsOutdated(from.Identity))
        {
            using VersionWriter writer = store.Write(encoder.Identity, from.Identity.Format, time);
            int encoded = await new KnowledgeIndexer(store, encoder, time).EncodeMissingAsync(
                writer, from.Knowledge, progress, cancellationToken);
            ConfidenceModel? own = ConfidenceFitting.For(encoder, folder) is { } fitting
                ? await fitting.FitAsync(writer, from.Knowledge, cancellationToken)
                : null;

            Teaching taught = VersionTeaching.For(encoder, folder).Teach(writer, from.Knowledge, own, cancellationToken);

            // It is what customers are answered by: a draft has no part in it.
            FittedConfidence? former = outdated.Deployment == Deployment.Production ? from.Fitted : null;
            FittedConfidence? fitted = former is null ? null : await FitAgainAsync(former, writer, from, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (writer.Renew(from, outdated.Deployment, own?.ToJson(), fitted, taught.ToJson()) is { } version)
            {
                TimeSpan elapsed = time.GetElapsedTime(started);
                return new RenewedVersion(
                    from.Identity,
                    new IndexResult(version, Changed: true, from.Knowledge.Entries.Count, from.Questions.Count, encoded, elapsed),
                    FitOf(former, fitted));
            }

            // Another version came between: its content is the one to encode.
        }

        return null;
    }

    private bool IsOutdated(VersionIdentity version) =>
        version.Model.Fingerprint != encoder.Identity.Fingerprint || version.Normalizer != TextNormalizer.Version;

    private FormerFit FitOf(FittedConfidence? former, FittedConfidence? fitted) =>
        former is null ? FormerFit.None
        : ConfidenceModel.ParseFor(encoder.Identity, (fitted ?? former).Confidence) is null ? FormerFit.Lapsed
        : FormerFit.Renewed;

    private async Task<FittedConfidence?> FitAgainAsync(
        FittedConfidence former, VersionWriter writer, StoredVersion version, CancellationToken cancellationToken)
    {
        try
        {
            if (ConfidenceModel.ParseFor(encoder.Identity, former.Confidence) is not null
                || !KnowledgeBaseFit.IsOfStoredQuestions(ConfidenceModel.ReportOf(former.Confidence)))
            {
                return null;
            }

            FaqCatalog catalog = ConfidenceFitting.CatalogOf(writer, version.Knowledge, encoder.Identity);
            KnowledgeBaseFit fit = await KnowledgeBaseFit.FitAsync(
                catalog, encoder, store.QuestionsOfOthers(former.KnowledgeBaseId), cancellationToken);
            return former with { Confidence = fit.Model.ToJson(), Since = time.GetUtcNow() };
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            // Of another build, or too few questions for this encoder: it lapses.
            return null;
        }
    }
}
