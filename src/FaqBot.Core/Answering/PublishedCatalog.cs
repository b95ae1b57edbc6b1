using System.Runtime.CompilerServices;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Core.Answering;

/// <summary>A catalog with what questions to it are encoded and judged by.</summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Encoder">The encoder of its vectors.</param>
/// <param name="Confidence">Turns evidence into confidence.</param>
public sealed record PublishedCatalog(FaqCatalog Catalog, LoadedEncoder Encoder, ConfidenceModel Confidence)
{
    // What dictionaries and objects take beside the texts, as measured.
    private const int OfObject = 24, OfQuestion = 160, OfEntry = 600;

    /// <summary>What was fitted for the knowledge base when the catalog was built, whether it is of use or not; or null.</summary>
    public FittedConfidence? Fitted { get; init; }

    /// <summary>What is known of it without its entries.</summary>
    public CatalogHead Head { get; } = CatalogHead.Of(Catalog);

    /// <summary>Its memory in bytes, about.</summary>
    public long Bytes { get; } = BytesOf(Catalog);

    /// <summary>When it was asked last, in milliseconds of the machine.</summary>
    internal StrongBox<long> LastUse { get; } = new();

    /// <summary>Whether what was fitted for the knowledge base is of no use: it belongs to another encoder, or another build.</summary>
    public bool HasLapsedFit => Fitted is not null && ConfidenceModel.ParseFor(Encoder.Identity, Fitted.Confidence) is null;

    /// <summary>What stands beside stored questions; it depends on the catalog and how evidence is weighed.</summary>
    internal ExactRankings ExactRankings { get; private init; } = new();

    /// <summary>Builds the catalog of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="encoder">The encoder of its vectors, in use by the caller.</param>
    /// <param name="vectorFolder">See <see cref="FaqCatalog.Build"/>.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="VersionMismatchException">The vectors are of another encoder.</exception>
    /// <exception cref="ModelException">The encoder has no confidence for it.</exception>
    public static PublishedCatalog Build(StoredVersion version, LoadedEncoder encoder, string? vectorFolder = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(encoder);
        FaqCatalog catalog = FaqCatalog.Build(version, encoder.Identity, vectorFolder);
        return new PublishedCatalog(catalog, encoder, FittedOf(encoder, version) ?? ConfidenceOf(encoder, version))
        {
            Fitted = version.Fitted,
        };
    }

    private static long BytesOf(FaqCatalog catalog) => catalog.Vectors.Bytes + catalog.IndexBytes
        + catalog.Questions.Sum(question => OfText(question.Text) + OfText(question.MatchKey) + OfQuestion)
        + catalog.Entries.Sum(entry => entry.Answer.Texts.Values.Sum(OfText) + OfEntry);

    private static long OfText(string text) => OfObject + (sizeof(char) * (long)text.Length);

    /// <summary>What was fitted for the knowledge base; where no judge took part then, what the encoder has for it holds.</summary>
    private static ConfidenceModel? FittedOf(LoadedEncoder encoder, StoredVersion version) =>
        ConfidenceModel.ParseFor(encoder.Identity, version.Fitted?.Confidence) is { } fitted
            ? fitted with { Judging = fitted.Judging ?? encoder.Confidence?.Judging } : null;

    /// <summary>Constants fitted on labelled questions lie in the model's folder; those of the knowledge base's own stand in for
    /// them.</summary>
    private static ConfidenceModel ConfidenceOf(LoadedEncoder encoder, StoredVersion version) =>
        encoder.Confidence
        ?? new[] { version.Confidence, version.Assignment?.Confidence }.Select(kept => ConfidenceModel.ParseFor(encoder.Identity, kept))
            .FirstOrDefault(kept => kept is not null)
        ?? throw new ModelException(
            encoder.Place,
            [
                $"version {version.Identity.Number} of '{version.Identity.KnowledgeBaseId}' has no confidence for it that this build can "
                + $"read; "
                + (version.Assignment is null
                    ? "run: dotnet run --project src/FaqBot.Indexer -- index" : "choose the model anew: PUT /api/v1/kbs/{kb}/model"),
            ]);
}
