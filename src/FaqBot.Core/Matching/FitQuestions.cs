using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>All questions that the confidence of one knowledge base is fitted on, encoded once for several fits.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FitQuestions
{
    /// <summary>Labelled questions that an entry answers from which on the knowledge base's own are left out.</summary>
    public const int EnoughLabelled = 100;

    // More make a fit hardly better; the time grows with it.
    private const int MostForeign = 500;

    // More near misses than are met would say that unrelated questions lie nearer than they do.
    private const int OthersPerNearMiss = 4;

    // Stored questions that a labelled one counts for: one that customers ask says more of what they ask. Chosen by the log loss of the
    // halves of tests/data/shop.nearmiss.queries.tsv, of 1, 3, 10, 30 and all.
    private const double PerLabelled = 10;

    private readonly FaqCatalog _catalog;
    private readonly LabelledQuestion[] _own;
    private readonly (Question Question, LabelledQuestion Labelled)[] _asked;
    private readonly LabelledQuestion[] _others;

    private FitQuestions(
        FaqCatalog catalog,
        LabelledQuestion[] own,
        (Question Question, LabelledQuestion Labelled)[] asked,
        LabelledQuestion[] others)
    {
        (_catalog, _own, _asked, _others) = (catalog, own, asked, others);
    }

    private int Usable => _own.Length + _asked.Count(item => item.Labelled.Entry >= 0);

    /// <summary>Gathers and encodes the questions.</summary>
    /// <param name="catalog">The knowledge base.</param>
    /// <param name="encoder">The encoder of its vectors.</param>
    /// <param name="foreign">Questions of other knowledge bases.</param>
    /// <param name="labelled">Labelled questions; may be empty.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public static async Task<FitQuestions> EncodeAsync(
        FaqCatalog catalog,
        IEncoder encoder,
        IReadOnlyList<string> foreign,
        IReadOnlyList<LabelledText> labelled,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(foreign);
        ArgumentNullException.ThrowIfNull(labelled);

        // An exact match has no confidence to fit, and what equals a stored question is no foreign one.
        LabelledText[] asked = [.. labelled.Where(item => catalog.RowOf(item.Question) < 0)];
        LabelledQuestion[] own = asked.Count(item => item.Entry is not null) >= EnoughLabelled
            ? [] : [.. OwnQuestionFit.QuestionsOf(catalog)];
        LabelledText[] others =
        [
            .. EvenChoice.Of(foreign, MostForeign).Concat(UnrelatedQuestions.Texts).Select(text => Question.Parse(text, int.MaxValue))
                .Where(question => catalog.RowOf(question) < 0).Select(question => new LabelledText(question, null, false)),
        ];
        LabelledText[] all = [.. asked, .. others];
        string[] texts = [.. all.Select(item => catalog.Vocabulary.EssenceOf(item.Question))];
        float[] vectors = await encoder.EncodeAsync(texts, null, cancellationToken);
        int dimensions = catalog.Identity.Model.Dimensions;
        LabelledQuestion[] encoded =
        [
            .. all.Select((item, i) => new LabelledQuestion(
                texts[i], vectors.AsMemory(i * dimensions, dimensions), item.Entry is null ? -1 : catalog.IndexOf(item.Entry))
            {
                IsNearMiss = item.IsNearMiss,
                Weight = PerLabelled,
            }),
        ];
        return new FitQuestions(
            catalog, own, [.. asked.Zip(encoded, (item, question) => (item.Question, question))],
            [.. encoded[asked.Length..], .. NearMissesOf(catalog, others.Length / OthersPerNearMiss)]);
    }

    /// <summary>Fits the constants on all questions.</summary>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="InvalidDataException">There is too little to fit on.</exception>
    public KnowledgeBaseFit Fit(CancellationToken cancellationToken)
    {
        LabelledQuestion[] all = [.. _own, .. _asked.Select(item => item.Labelled), .. _others];
        if (Usable < OwnQuestionFit.FewestQuestions
            || _catalog.Entries.Count(entry => entry.Enabled) < OwnQuestionFit.FewestEntries
            || Calibration.Fit([SetOf(all)], keepNear: true, cancellationToken) is not { } fit)
        {
            throw new InvalidDataException(
                $"'{_catalog.Identity.KnowledgeBaseId}': found {Usable} questions with others of their entry beside them or with labels, "
                + $"expected at least {OwnQuestionFit.FewestQuestions} in {OwnQuestionFit.FewestEntries} entries, "
                + "some of which find their entry; add alternates, or labelled questions with --queries");
        }

        FitReport report = fit.Quality.ToReport(
            [
                $"{_own.Length} own questions", KnowledgeBaseFit.Labelled(_asked.Length),
                $"{_others.Count(question => !question.IsNearMiss)} questions of other fields",
                .. _others.Count(question => question.IsNearMiss) is > 0 and var counter
                    ? [$"{counter} counter-examples"] : Array.Empty<string>(),
            ],
            _catalog.Identity.ContentHash);
        return new KnowledgeBaseFit(fit.Model with { Fit = report }, fit.Quality.Judged, all);
    }

    /// <summary>Fits the constants without some of the labelled questions, on which they can be measured then.</summary>
    /// <param name="leftOut">The questions to leave out, by reference.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The constants with the questions; null when none of the remaining questions finds its entry.</returns>
    public (ConfidenceModel Model, IReadOnlyList<LabelledQuestion> Questions)? FitWithout(
        IReadOnlySet<Question> leftOut, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leftOut);
        LabelledQuestion[] questions =
            [.. _own, .. _asked.Where(item => !leftOut.Contains(item.Question)).Select(item => item.Labelled), .. _others];
        return Calibration.Fit([SetOf(questions)], keepNear: true, cancellationToken) is { } fit
            ? (fit.Model, questions) : null;
    }

    private CalibrationSet SetOf(LabelledQuestion[] questions) =>
        new(_catalog, questions) { TakenOut = OwnQuestionFit.TakenOut };

    /// <summary>Counter-examples that no entry answers, evenly chosen; one that is a wording of another entry is an exact match.</summary>
    private static IEnumerable<LabelledQuestion> NearMissesOf(FaqCatalog catalog, int most)
    {
        CounterExamples examples = catalog.CounterExamples;
        int[] rows =
        [
            .. Enumerable.Range(0, examples.All.Count)
                .Where(row => catalog.RowOf(Question.Parse(examples.All[row].Text, int.MaxValue)) < 0),
        ];
        return EvenChoice.Of(rows, most).Select(row => new LabelledQuestion(
            TextNormalizer.Clean(examples.All[row].Text), examples[row].ToArray(), -1, catalog.Questions.Count + row)
        {
            IsNearMiss = true,
        });
    }
}
