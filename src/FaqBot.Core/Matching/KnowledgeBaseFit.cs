using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>The confidence that was fitted for one knowledge base, with what it was fitted on.</summary>
/// <param name="Model">The constants.</param>
/// <param name="Judged">How they judge the questions.</param>
/// <param name="Questions">The questions.</param>
/// <remarks>
/// Fitted on its own stored questions, each taken out and asked of the others; on questions of other knowledge bases and of everyday life,
/// which none of its entries answers; on its counter-examples, each asked as if it were not written; and on labelled questions, where there
/// are some. Owners write alternates more unlike each other than
/// customers' questions are unlike them: where there are labelled questions enough, they alone count. It starts from the constants of the
/// bundled encoder and leaves them the further the more questions there are.
/// </remarks>
public sealed record KnowledgeBaseFit(
    ConfidenceModel Model, IReadOnlyCollection<JudgedQuestion> Judged, IReadOnlyList<LabelledQuestion> Questions)
{
    /// <summary>Labelled questions from which on the knowledge base's own are left out.</summary>
    public const int EnoughLabelled = 100;

    // More make a fit hardly better; the time grows with it.
    private const int MostForeign = 500;

    // More near misses than are met would say that unrelated questions lie nearer than they do.
    private const int OthersPerNearMiss = 4;

    /// <summary>Fits the constants.</summary>
    /// <param name="catalog">The knowledge base.</param>
    /// <param name="encoder">The encoder of its vectors.</param>
    /// <param name="foreign">Questions of other knowledge bases.</param>
    /// <param name="labelled">Labelled questions, each with the id of its entry or null; may be empty.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="InvalidDataException">There is too little to fit on.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public static async Task<KnowledgeBaseFit> FitAsync(
        FaqCatalog catalog,
        IEncoder encoder,
        IReadOnlyList<string> foreign,
        IReadOnlyList<(Question Question, string? Entry)> labelled,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(foreign);
        ArgumentNullException.ThrowIfNull(labelled);
        string id = catalog.Identity.KnowledgeBaseId;

        // An exact match has no confidence to fit, and what equals a stored question is no foreign one.
        (Question Question, string? Entry)[] asked = [.. labelled.Where(item => catalog.RowOf(item.Question) < 0)];
        LabelledQuestion[] own = asked.Count(item => item.Entry is not null) >= EnoughLabelled
            ? [] : [.. OwnQuestionFit.QuestionsOf(catalog)];
        Question[] others =
        [
            .. Thin(foreign).Concat(UnrelatedQuestions.Texts).Select(text => Question.Parse(text, int.MaxValue))
                .Where(question => catalog.RowOf(question) < 0),
        ];
        string[] texts = [.. asked.Select(item => item.Question).Concat(others).Select(catalog.Vocabulary.EssenceOf)];
        int[] entries = [.. asked.Select(item => item.Entry is null ? -1 : catalog.IndexOf(item.Entry)), .. others.Select(_ => -1)];
        float[] vectors = await encoder.EncodeAsync(texts, null, cancellationToken);
        int dimensions = catalog.Identity.Model.Dimensions;
        LabelledQuestion[] further =
            [.. texts.Select((text, i) => new LabelledQuestion(text, vectors.AsMemory(i * dimensions, dimensions), entries[i]))];
        int usable = own.Length + asked.Count(item => item.Entry is not null);
        LabelledQuestion[] nearMisses = [.. NearMissesOf(catalog, others.Length / OthersPerNearMiss)];
        LabelledQuestion[] all = [.. own, .. further, .. nearMisses];
        if (usable < OwnQuestionFit.FewestQuestions || catalog.Entries.Count(entry => entry.Enabled) < OwnQuestionFit.FewestEntries
            || Calibration.Fit([new CalibrationSet(catalog, all)], keepNear: true, cancellationToken) is not { } fit)
        {
            throw new InvalidDataException(
                $"'{id}': found {usable} questions with others of their entry beside them or with labels, expected at least "
                + $"{OwnQuestionFit.FewestQuestions} in {OwnQuestionFit.FewestEntries} entries, "
                + "some of which find their entry; add alternates, or labelled questions with --queries");
        }

        FitReport report = fit.Quality.ToReport(
            [
                $"{own.Length} own questions", Labelled(asked.Length), $"{others.Length} questions of other fields",
                .. nearMisses.Length > 0 ? [$"{nearMisses.Length} counter-examples"] : Array.Empty<string>(),
            ],
            catalog.Identity.ContentHash);
        return new KnowledgeBaseFit(fit.Model with { Fit = report }, fit.Quality.Judged, all);
    }

    /// <summary>Whether constants can be fitted again from what the store holds.</summary>
    /// <param name="fitted">The constants: see <see cref="FitAsync"/>.</param>
    /// <returns>False when they were fitted on labelled questions, which are not stored, or nobody knows on what.</returns>
    public static bool IsOfStoredQuestions(ConfidenceModel fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        return fitted.Fit?.Data.Contains(Labelled(0)) == true;
    }

    private static string Labelled(int count) => $"{count} labelled questions";

    /// <summary>Counter-examples that no entry answers, evenly chosen; one that is a wording of another entry is an exact match.</summary>
    private static IEnumerable<LabelledQuestion> NearMissesOf(FaqCatalog catalog, int most)
    {
        CounterExamples examples = catalog.CounterExamples;
        int[] rows =
        [
            .. Enumerable.Range(0, examples.All.Count)
                .Where(row => catalog.RowOf(Question.Parse(examples.All[row].Text, int.MaxValue)) < 0),
        ];
        int count = Math.Min(most, rows.Length);
        return Enumerable.Range(0, count).Select(i => rows[(long)i * rows.Length / count]).Select(row => new LabelledQuestion(
            TextNormalizer.Clean(examples.All[row].Text), examples[row].ToArray(), -1, catalog.Questions.Count + row));
    }

    private static IEnumerable<string> Thin(IReadOnlyList<string> foreign)
    {
        int most = Math.Min(MostForeign, foreign.Count);
        return Enumerable.Range(0, most).Select(i => foreign[(int)((long)i * foreign.Count / most)]);
    }
}
