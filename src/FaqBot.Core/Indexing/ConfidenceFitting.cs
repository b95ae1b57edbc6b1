using FaqBot.Encoding;
using FaqBot.Knowledge;
using FaqBot.Matching;
using FaqBot.Storage;
using FaqBot.Text;
using FaqBot.Vectors;

namespace FaqBot.Indexing;

/// <summary>Fits the confidence of a model that nobody calibrated, on a knowledge base's own questions.</summary>
public static class ConfidenceFitting
{
    /// <summary>Fits the constants for a version that is about to be published.</summary>
    /// <param name="writer">Has the vectors of all its questions.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="encoder">The encoder of the vectors.</param>
    /// <param name="remedy">What to do when the knowledge base has too few questions.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The constants.</returns>
    /// <exception cref="ModelException">The knowledge base has too few questions, or the model finds none of them.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public static async Task<ConfidenceModel> FitAsync(
        VersionWriter writer, KnowledgeBase knowledge, IEncoder encoder, string remedy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(encoder);
        StoredQuestion[] questions =
        [
            .. knowledge.Entries.SelectMany((entry, index) => entry.Questions.Select(
                text => new StoredQuestion(index, text, TextNormalizer.MatchKey(TextNormalizer.Clean(text))))),
        ];
        VersionIdentity identity = new(
            knowledge.Id, 0, encoder.Identity, TextNormalizer.Version, VectorFormat.Float32, KnowledgeHash.Of(knowledge), DateTimeOffset.UnixEpoch);
        float[] vectors = writer.ReadVectors([.. questions.Select(question => TextNormalizer.ForEncoding(question.Text))]);
        FaqCatalog catalog = FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), encoder.Identity);
        float[] unrelated = await encoder.EncodeAsync([.. UnrelatedQuestions.Texts.Select(TextNormalizer.ForEncoding)], null, cancellationToken);
        return OwnQuestionFit.Fit(catalog, new UnitVectors(unrelated, encoder.Identity.Dimensions), cancellationToken) ?? throw new ModelException(
            encoder.Identity.Name,
            [
                $"found no '{ConfidenceModel.FileName}', and '{knowledge.Id}' has too few questions to fit it on "
                + $"(expected {OwnQuestionFit.FewestQuestions} that have alternates, in {OwnQuestionFit.FewestEntries} entries or more, and a model that finds some of them); "
                + remedy,
            ]);
    }
}
