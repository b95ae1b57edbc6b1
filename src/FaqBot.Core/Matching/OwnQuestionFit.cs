using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Matching;

/// <summary>Fits the confidence of an encoder on a knowledge base's own questions, where no customers' questions with labels are at
/// hand.</summary>
/// <remarks>
/// A stored question, taken out, is asked of the others; an unrelated question stands for what no entry answers. Owners write alternates as
/// unlike each other as customers' questions are unlike them, or more so: the confidence errs on the careful side.
/// </remarks>
public static class OwnQuestionFit
{
    /// <summary>Questions that have others of their entry beside them, and entries, that a fit needs at least.</summary>
    public const int FewestQuestions = 12, FewestEntries = 3;

    /// <summary>See <see cref="CalibrationSet.TakenOut"/>: near misses of an owner say more than questions without their
    /// entry.</summary>
    internal const double TakenOut = 0.2;

    // More make a fit hardly better; the time grows with it.
    private const int MostQuestions = 1_000;

    /// <summary>Fits the constants.</summary>
    /// <param name="catalog">The knowledge base with its vectors.</param>
    /// <param name="unrelated">Vectors of <see cref="UnrelatedQuestions"/> by the same encoder.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The model; null when the knowledge base has too few alternates, or the encoder finds none of them.</returns>
    public static ConfidenceModel? Fit(FaqCatalog catalog, UnitVectors unrelated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(unrelated);
        LabelledQuestion[] own = [.. QuestionsOf(catalog)];
        if (own.Length < FewestQuestions || catalog.Entries.Count(entry => entry.Enabled) < FewestEntries)
        {
            return null;
        }

        IEnumerable<LabelledQuestion> foreign = UnrelatedQuestions.Texts
            .Select((text, row) => new LabelledQuestion(TextNormalizer.Clean(text), unrelated[row].ToArray(), -1));
        CalibrationSet set = new(catalog, [.. own, .. foreign]) { TakenOut = TakenOut };
        return Calibration.Fit([set], keepNear: true, cancellationToken) is { } fit
            ? fit.Model with
            {
                Fit =
                fit.Quality.ToReport([$"own questions of '{catalog.Identity.KnowledgeBaseId}'"], catalog.Identity.ContentHash)
            }
            : null;
    }

    /// <summary>Stored questions that can be asked of the others of their entry, evenly chosen.</summary>
    /// <param name="catalog">The knowledge base.</param>
    /// <returns>The questions, each with its own row to be left out.</returns>
    public static IEnumerable<LabelledQuestion> QuestionsOf(FaqCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        int[] rows =
        [
            .. Enumerable.Range(0, catalog.Entries.Count)
                .Where(entry => catalog.Entries[entry] is { Enabled: true, ContextOnly: false, ValidFrom: null, ValidUntil: null })
                .Select(catalog.Rows)
                .Where(range => range.End - range.First > 1)
                .SelectMany(range => Enumerable.Range(range.First, range.End - range.First)),
        ];
        return EvenChoice.Of(rows, MostQuestions)
            .Select(row => new LabelledQuestion(
                TextNormalizer.Clean(catalog.Questions[row].Text), catalog.Vectors[row].ToArray(), catalog.Questions[row].Entry, row));
    }
}
