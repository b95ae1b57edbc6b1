using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>Asks labelled questions of a knowledge base, as the service would.</summary>
/// <param name="published">The knowledge base.</param>
/// <param name="policy">The thresholds.</param>
/// <param name="time">The clock.</param>
public sealed class Evaluator(PublishedCatalog published, MatchPolicy policy, TimeProvider time)
{
    /// <summary>Name of FaqBot's own way of matching in reports.</summary>
    public const string Hybrid = "hybrid";

    private const int MostConfusions = 20;
    private const int MostTimed = 100;

    private static readonly double[] Thresholds = [.. Enumerable.Range(1, 19).Select(step => step / 20.0)];

    private readonly FaqCatalog _catalog = published.Catalog;

    /// <summary>Let a judge or a cross-encoder read the best entries, the one to prefer first.</summary>
    public IReadOnlyList<RerankingStage> Stages { get; init; } = [];

    /// <summary>Asks the questions and measures the answers.</summary>
    /// <param name="questions">The questions, at least one.</param>
    /// <param name="baselines">Whether to ask cosine alone and BM25 alone beside.</param>
    /// <param name="progress">Told how many questions were encoded.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The report.</returns>
    public async Task<EvaluationReport> RunAsync(
        IReadOnlyList<EvaluationQuestion> questions, bool baselines, Action<int>? progress = null,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfZero(questions.Count, nameof(questions));
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, AskedText> vectors = await EncodeAsync(questions, progress, cancellationToken);
        List<double> deciding = [];
        Outcome[] hybrid = await AskAsync(questions, vectors, now, deciding, cancellationToken);
        List<EvaluatedSystem> systems = [SystemOf(Hybrid, true, questions, hybrid)];
        if (baselines)
        {
            systems.Add(SystemOf("cosine alone", false, questions, [.. questions.Select(question =>
                OutcomeOf(question, RankByCosine(question, vectors[ReadingOf(question).Text].Vector.Span, now)))]));
            using Bm25Baseline words = new(_catalog);
            systems.Add(SystemOf(
                "BM25 alone", false, questions, [.. questions.Select(question => OutcomeOf(question, words.Rank(question, now)))]));
        }

        return new EvaluationReport
        {
            KnowledgeBase = _catalog.Identity.KnowledgeBaseId,
            Version = _catalog.Identity.Number,
            ContentHash = _catalog.Identity.ContentHash,
            Model = _catalog.Identity.Model.Display,
            Threshold = policy.AnswerThreshold,
            SuggestThreshold = policy.SuggestThreshold,
            Entries = _catalog.Entries.Count,
            StoredQuestions = _catalog.Questions.Count,
            Time = new QuestionTime(await EncodingTimeAsync(questions, cancellationToken), Median(deciding)),
            Questions = [.. questions.Select(AskedOf)],
            Systems = systems,
        };
    }

    /// <summary>Asks the questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="vectors">What <see cref="EncodeAsync"/> gave for them, perhaps with more.</param>
    /// <param name="now">The present.</param>
    /// <param name="deciding">Takes the milliseconds that each took; or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal async Task<Outcome[]> AskAsync(
        IReadOnlyList<EvaluationQuestion> questions,
        IReadOnlyDictionary<string, AskedText> vectors,
        DateTimeOffset now,
        List<double>? deciding,
        CancellationToken cancellationToken)
    {
        Outcome[] outcomes = new Outcome[questions.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = time.GetTimestamp();
            Explanation explained = await Explanation.OfAsync(
                published, questions[i].Question, questions[i].Filter, policy, now, (text, _) => ValueTask.FromResult(vectors[text]),
                    Stages);
            deciding?.Add(time.GetElapsedTime(started).TotalMilliseconds);
            RankedEntry[] ranked = [.. explained.Entries.Select(entry => entry.Ranked)];
            outcomes[i] = OutcomeOf(questions[i], [.. ranked.Select(entry => (_catalog.Entries[entry.Entry].Id, entry.Confidence))]) with
            {
                Suggestions = [.. MatchPolicy.SuggestionsOf(ranked).Select(entry => _catalog.Entries[entry.Entry].Id)],
            };
        }

        return outcomes;
    }

    private static AskedQuestion AskedOf(EvaluationQuestion question) =>
        new(question.Question.Original, question.Language, question.Entry)
        {
            Offered = question.Offered.Count > 0 ? question.Offered : null,
            Kind = question.Kind,
        };

    private QuestionReading ReadingOf(EvaluationQuestion question) => QuestionReading.Of(_catalog, question.Question, question.Filter);

    /// <summary>Encodes all that the questions are searched by, each text once.</summary>
    internal async Task<Dictionary<string, AskedText>> EncodeAsync(
        IReadOnlyList<EvaluationQuestion> questions, Action<int>? progress, CancellationToken cancellationToken)
    {
        string[] texts =
            [.. questions.SelectMany(question => ReadingOf(question).TextsIn(_catalog)).Distinct()];
        bool toJudge = RerankingStage.InForce(published, Stages).Published.Confidence.Judging is not null;
        return (await published.Encoder.EncodeAsync(texts, toJudge, progress, cancellationToken)).ToDictionary(text => text.Text);
    }

    private static Outcome OutcomeOf(EvaluationQuestion question, List<(string Entry, double Score)> ranked) => ranked.Count == 0
        ? new Outcome(null, 0, 0)
        : new Outcome(ranked[0].Entry, ranked[0].Score, question.Entry is null
            ? 0 : 1 + ranked.FindIndex(item => item.Entry == question.Entry));

    private List<(string Entry, double Score)> RankByCosine(EvaluationQuestion question, ReadOnlySpan<float> vector, DateTimeOffset now) =>
        [.. CatalogSearch.Nearest(_catalog, vector, question.Filter, now, Ranking.MaxEntries)
            .Select(hit => (_catalog.Entries[hit.Entry].Id, (double)hit.Cosine))];

    private EvaluatedSystem SystemOf(string name, bool isProbability, IReadOnlyList<EvaluationQuestion> questions, Outcome[] outcomes)
    {
        (EvaluationQuestion Question, Outcome Outcome)[] asked = [.. questions.Zip(outcomes)];
        MatchPolicy? thresholds = isProbability ? policy : null;
        return new EvaluatedSystem(
            name,
            isProbability,
            Scores.Of(asked, thresholds),
            asked.GroupBy(item => item.Question.Language).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => Scores.Of([.. group], thresholds)),
            isProbability ? CalibrationPlot.Of(asked) : [],
            PrecisionCurve.Of(asked),
            RocCurve.Of(
                [.. asked.Where(item => item.Question.Entry is not null).Select(item => item.Outcome.Score)],
                [.. asked.Where(item => item.Question is { Entry: null, Offered: [] }).Select(item => item.Outcome.Score)]),
            ConfusionsOf(asked, thresholds),
            outcomes)
        {
            Kinds = isProbability ? KindScores.Of(asked, policy) : [],
            Thresholds = isProbability
                ? [.. Thresholds.Select(threshold => Scores.Of(asked, policy.With(threshold)).ToEffect(threshold))] : [],
        };
    }

    private static Confusion[] ConfusionsOf(
        IEnumerable<(EvaluationQuestion Question, Outcome Outcome)> asked, MatchPolicy? thresholds) =>
    [
        .. asked.Where(item => item.Outcome is { IsRight: false, Found: not null }
            && (item.Question.Entry is not null || (thresholds is not null && IsWronglyAnswered(item.Question, item.Outcome, thresholds))))
            .GroupBy(item => (item.Question.Entry, Found: item.Outcome.Found!))
            .Select(group => new Confusion(
                group.Key.Entry, group.Key.Found, group.Count(), group.MaxBy(item => item.Outcome.Score).Question.Question.Original))
            .OrderByDescending(confusion => confusion.Count).ThenBy(confusion => confusion.Expected, StringComparer.Ordinal)
            .ThenBy(confusion => confusion.Found, StringComparer.Ordinal)
            .Take(MostConfusions),
    ];

    /// <summary>Not where the answer is one of those to be offered: that is too early, but no confusion.</summary>
    private static bool IsWronglyAnswered(EvaluationQuestion question, Outcome outcome, MatchPolicy thresholds) =>
        outcome.DecideBy(thresholds) == Decision.Answer && !question.Offered.Contains(outcome.Found);

    private async Task<double> EncodingTimeAsync(IReadOnlyList<EvaluationQuestion> questions, CancellationToken cancellationToken)
    {
        List<double> times = [];
        foreach (string text in EvenChoice.Of(questions, MostTimed).Select(question => ReadingOf(question).Text))
        {
            long started = time.GetTimestamp();
            await published.Encoder.Encoder.EncodeAsync(text, cancellationToken);
            times.Add(time.GetElapsedTime(started).TotalMilliseconds);
        }

        return Median(times);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return Math.Round(values[values.Count / 2], 3);
    }
}
