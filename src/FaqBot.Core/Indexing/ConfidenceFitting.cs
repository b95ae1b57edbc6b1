using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Indexing;

/// <summary>Fits the confidence of a model that nobody calibrated, on a knowledge base's own questions.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ConfidenceFitting
{
    private readonly IEncoder _encoder;
    private readonly string? _folder;

    private ConfidenceFitting(IEncoder encoder, string? folder)
    {
        _encoder = encoder;
        _folder = folder;
    }

    /// <summary>What gives versions of an encoder their confidence.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="folder">The folder that it was loaded from; null for a service elsewhere.</param>
    /// <param name="assignment">The choice of the encoder for the knowledge base, if there is one.</param>
    /// <returns>The fitting; null when the folder holds a confidence for all versions, or the choice one for those of its knowledge
    /// base.</returns>
    public static ConfidenceFitting? For(IEncoder encoder, string? folder, ModelAssignment? assignment = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return (folder is not null && File.Exists(Path.Combine(folder, ConfidenceModel.FileName)))
            || ConfidenceModel.ParseFor(encoder.Identity, assignment?.Confidence) is not null
                ? null
                : new ConfidenceFitting(encoder, folder);
    }

    /// <summary>Fits the constants for a version that is about to be published.</summary>
    /// <param name="writer">Has the vectors of all its questions.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The constants; those that are shipped for the model, if there are any, where the knowledge base has too few
    /// questions.</returns>
    /// <exception cref="ModelException">The knowledge base has too few questions, or the model finds none of them.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public async Task<ConfidenceModel> FitAsync(VersionWriter writer, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(knowledge);
        FaqCatalog catalog = CatalogOf(writer, knowledge, _encoder.Identity);
        float[] unrelated =
            await _encoder.EncodeAsync([.. UnrelatedQuestions.Texts.Select(TextNormalizer.ForEncoding)], null, cancellationToken);
        return OwnQuestionFit.Fit(catalog, new UnitVectors(unrelated, _encoder.Identity.Dimensions), cancellationToken) ?? Shipped()
            ?? throw new ModelException(
            _encoder.Identity.Name,
            [
                $"found no '{ConfidenceModel.FileName}', and '{knowledge.Id}' has too few questions to fit it on "
                + $"(expected {OwnQuestionFit.FewestQuestions} that have alternates, in {OwnQuestionFit.FewestEntries} entries or more, "
                + $"and a model that finds some of them); "
                + (_folder is null
                    ? "add alternates, or choose a model of this machine with a confidence"
                    : $"add alternates, or run: dotnet run --project src/FaqBot.Indexer -- calibrate --model \"{_folder}\" --faq FAQ.tsv "
                        + $"--queries QUERIES.tsv --foreign OTHER.tsv"),
            ]);
    }

    /// <summary>The catalog of a version that is about to be published.</summary>
    /// <param name="writer">Has the vectors of all its questions.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="encoder">The encoder of the vectors.</param>
    internal static FaqCatalog CatalogOf(VersionWriter writer, KnowledgeBase knowledge, EncoderIdentity encoder)
    {
        StoredQuestion[] questions =
        [
            .. knowledge.Entries.SelectMany((entry, index) => entry.Questions.Select(
                text => new StoredQuestion(index, text, TextNormalizer.MatchKey(TextNormalizer.Clean(text))))),
        ];
        VersionIdentity identity = new(
            knowledge.Id, 0, encoder, TextNormalizer.Version, VectorFormat.Float32, KnowledgeHash.Of(knowledge), DateTimeOffset.UnixEpoch);
        CounterExample[] examples =
            [.. knowledge.Entries.SelectMany((entry, index) => entry.NotThis.Select(text => new CounterExample(index, text)))];
        float[] VectorsOf(IEnumerable<string> texts) => writer.ReadVectors([.. texts.Select(TextNormalizer.ForEncoding)]);
        StoredVersion version = new(identity, knowledge, questions, VectorsOf(questions.Select(question => question.Text)))
        {
            CounterExamples = examples,
            CounterVectors = VectorsOf(examples.Select(example => example.Text)),
        };
        return FaqCatalog.Build(version, encoder);
    }

    private ConfidenceModel? Shipped() =>
        _folder is not null && ModelSource.Read(_folder, []) is { } source ? ShippedConfidence.For(source.Id, _encoder.Identity) : null;
}
