using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Answering;

/// <summary>A catalog with what questions to it are encoded and judged by.</summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Encoder">The encoder of its vectors.</param>
/// <param name="Confidence">Turns evidence into confidence.</param>
public sealed record PublishedCatalog(FaqCatalog Catalog, LoadedEncoder Encoder, ConfidenceModel Confidence)
{
    /// <summary>What was fitted for the knowledge base when the catalog was built, whether it is of use or not; or null.</summary>
    public FittedConfidence? Fitted { get; init; }

    /// <summary>Whether what was fitted for the knowledge base is of no use: it belongs to another encoder, or another build.</summary>
    public bool HasLapsedFit => Fitted is not null && ConfidenceModel.ParseFor(Encoder.Identity, Fitted.Confidence) is null;
}
