using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>The confidence that was fitted for one knowledge base, with what it was fitted on.</summary>
/// <param name="Model">The constants.</param>
/// <param name="Judged">How they judge the questions.</param>
/// <param name="Questions">The questions.</param>
/// <remarks>
/// Fitted on its own stored questions, each taken out and asked of the others; on questions of other knowledge bases and of everyday life,
/// which none of its entries answers; on its counter-examples, each asked as if it were not written; and on labelled questions, where there
/// are some. Owners write alternates more unlike each other than customers' questions are unlike them: a labelled question counts for
/// several stored ones, and where there are enough, they alone count. A near miss counts as much as a labelled question that an entry
/// answers. It starts from the constants of the bundled encoder and leaves them the further the more questions there are.
/// </remarks>
public sealed record KnowledgeBaseFit(
    ConfidenceModel Model, IReadOnlyCollection<JudgedQuestion> Judged, IReadOnlyList<LabelledQuestion> Questions)
{
    /// <summary>Fits the constants.</summary>
    /// <param name="catalog">The knowledge base.</param>
    /// <param name="encoder">The encoder of its vectors.</param>
    /// <param name="foreign">Questions of other knowledge bases.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fit on what the store holds.</returns>
    /// <exception cref="InvalidDataException">There is too little to fit on.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public static async Task<KnowledgeBaseFit> FitAsync(
        FaqCatalog catalog, IEncoder encoder, IReadOnlyList<string> foreign, CancellationToken cancellationToken) =>
        (await FitQuestions.EncodeAsync(catalog, encoder, foreign, [], cancellationToken)).Fit(cancellationToken);

    /// <summary>Whether constants can be fitted again from what the store holds.</summary>
    /// <param name="fit">What they were fitted on: see <see cref="ConfidenceModel.ReportOf"/>.</param>
    /// <returns>False when they were fitted on labelled questions, which are not stored, or nobody knows on what.</returns>
    public static bool IsOfStoredQuestions(FitReport? fit) => fit?.Data.Contains(Labelled(0)) == true;

    /// <summary>How a report names the labelled questions of a fit.</summary>
    /// <param name="count">How many there are.</param>
    internal static string Labelled(int count) => $"{count} labelled questions";
}
