using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>Fits all constants of a <see cref="ConfidenceModel"/> on labelled questions.</summary>
/// <remarks>
/// Three kinds of sample: a question against the whole knowledge base; the same with its entry taken out (none is right: only its near
/// misses are left); a question that no entry answers. The last two together weigh <see cref="ConfidenceFit.OutOfScopeShare"/> of all.
/// Near misses with a label come beside, each weighing as much as a question that an entry answers.
/// </remarks>
public static class Calibration
{
    // What questions that name several entries weigh together, beside a knowledge base's other questions.
    private const double SeveralShare = 0.06;

    private const int FewEntries = 20, ManyQuestions = 8;

    // With questions that no entry answers and without them, of every kind alike, how many samples a prior counts for.
    private const double PriorStrength = 100, SharesStrength = 20;

    /// <summary>Fits the constants.</summary>
    /// <param name="sets">Knowledge bases of one encoder with labelled questions.</param>
    /// <param name="keepNear">Whether to keep near the constants of the bundled encoder, for lack of questions.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The constants, and how well they do on the samples; null when the right entry is the nearest of no question.</returns>
    public static (ConfidenceModel Model, CalibrationQuality Quality)? Fit(
        IReadOnlyList<CalibrationSet> sets, bool keepNear, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sets);
        List<(double Cosine, bool Same)> cosines = NearestCosines(OfUsualCosines(sets), cancellationToken);
        (double unrelated, double related) = ScaleOf(cosines);
        CosineScale scale = new(unrelated, related);
        Sample[] samples =
        [
            .. sets.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .SelectMany(set => SamplesOf(set, scale, cancellationToken)),
        ];
        LabelledRanking[] rankings = [.. samples.Where(sample => sample.Right >= 0)
            .Select(sample => new LabelledRanking([.. sample.Found.Entries.Select(entry => entry.Evidence)], sample.Right, sample.Weight))];
        if (rankings.Length == 0)
        {
            return null;
        }

        ConfidenceModel? reference = keepNear ? ConfidenceModel.Reference : null;
        RankingWeights ranking = ConfidenceFit.FitRanking(rankings, reference?.Ranking, PriorStrength).DoubtingDifferences();
        ConfidenceModel start = new()
        {
            ModelFingerprint = sets[0].Catalog.Identity.Model.Fingerprint,
            Features = Evidence.Version,
            UnrelatedCosine = Math.Round(unrelated, 4),
            RelatedCosine = Math.Round(related, 4),
            EvenCosine = Math.Round(EvenCosine(cosines, scale), 4),
            Ranking = ranking,
            Weights = ConfidenceFit.NoShares,
        };
        Dictionary<FaqCatalog, TaughtScorer?> taught = sets.Select(set => set.Catalog).Distinct().AsParallel()
            .WithCancellation(cancellationToken).ToDictionary(catalog => catalog, catalog => TaughtOf(catalog, start));
        LabelledContenders[] contenders =
        [
            .. samples.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(sample => sample.ToContenders(ranking, taught[sample.Catalog])),
        ];
        int asked = samples.Count(sample => sample.Asked);
        if (!samples.Any(sample => sample.Asked && sample.IsNearestRight))
        {
            return null;
        }

        ConfidenceModel model = start with { Weights = ConfidenceFit.FitShares(contenders, reference?.Weights, SharesStrength) };
        (double Confidence, bool Right, double Weight)[] predictions =
            [.. contenders.Select(sample => Predict(model.Weights, sample))];
        return (model, QualityOf(asked, samples, predictions));
    }

    /// <summary>Fits the distribution where a judge has read the best entries.</summary>
    /// <param name="model">The constants without it.</param>
    /// <param name="sets">Knowledge bases that the judge did not learn from, their questions read by it.</param>
    /// <param name="judge">Fingerprint of the judge.</param>
    /// <param name="score">Gives its logits for rows of a catalog.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The weights.</returns>
    public static JudgedShares FitJudged(
        ConfidenceModel model,
        IReadOnlyList<CalibrationSet> sets,
        string judge,
        Func<FaqCatalog, JudgedText, IReadOnlyList<int>, float[]> score,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sets);
        return new JudgedShares(
            judge, ConfidenceFit.FitJudgedShares(JudgedContenders(model, sets, score, cancellationToken), model.Weights));
    }

    /// <summary>The best entries of labelled questions, read by a judge.</summary>
    /// <inheritdoc cref="FitJudged" path="/param"/>
    internal static LabelledContenders[] JudgedContenders(
        ConfidenceModel model,
        IReadOnlyList<CalibrationSet> sets,
        Func<FaqCatalog, JudgedText, IReadOnlyList<int>, float[]> score,
        CancellationToken cancellationToken) =>
    [
        .. sets.SelectMany(set => SamplesOf(set, model.Scale, cancellationToken).Select(sample =>
        {
            LabelledContenders labelled = sample.ToContenders(model.Ranking, set.Catalog.Taught);
            PairReading reading = PairReading.Of(labelled.Contenders, PairReading.MostEntries);
            return labelled with { Contenders = reading.Judged(score(set.Catalog, sample.Question.Judged!, reading.Rows)) };
        })),
    ];

    /// <summary>What a knowledge base teaches, as it would when it is indexed.</summary>
    private static TaughtScorer? TaughtOf(FaqCatalog catalog, ConfidenceModel confidence) => catalog.Taught
        ?? (TeachingFit.Fit(catalog, confidence) is { IsInForce: true } teaching ? new TaughtScorer(catalog, teaching) : null);

    private static CalibrationQuality QualityOf(
        int asked, IReadOnlyList<Sample> samples, (double Confidence, bool Right, double Weight)[] predictions) =>
        new(
            asked, (double)predictions.Zip(samples).Count(pair => pair.First.Right && pair.Second.Asked) / Math.Max(1, asked),
            ConfidenceFit.LogLoss(predictions), ConfidenceFit.CalibrationError(predictions))
        {
            Judged = [.. samples.Zip(predictions, (sample, prediction) =>
                new JudgedQuestion(prediction.Confidence, prediction.Right, sample.Asked, prediction.Weight))],
        };

    private static (double Confidence, bool Right, double Weight) Predict(ShareWeights weights, LabelledContenders sample)
    {
        double[] shares = weights.Of(sample.Contenders, judged: false);
        int best = Enumerable.Range(0, shares.Length).MaxBy(i => shares[i]);
        return (ConfidenceModel.Shown(shares[best]), best == sample.Right, sample.Weight);
    }

    /// <summary>The sets that cosines are measured in: among few entries of many questions even the nearest unrelated question lies far,
    /// which would move the measure of all other knowledge bases.</summary>
    private static IReadOnlyList<CalibrationSet> OfUsualCosines(IReadOnlyList<CalibrationSet> sets)
    {
        CalibrationSet[] usual =
        [
            .. sets.Where(set => set.Catalog.Entries.Count >= FewEntries
                || set.Catalog.Questions.Count < ManyQuestions * set.Catalog.Entries.Count),
        ];
        return usual.Length > 0 ? usual : sets;
    }

    private static List<(double Cosine, bool Same)> NearestCosines(IEnumerable<CalibrationSet> sets, CancellationToken cancellationToken)
    {
        List<(double Cosine, bool Same)> cosines = [];
        foreach (
            (CalibrationSet set, LabelledQuestion question) in sets.SelectMany(set => set.Questions, (set, question) => (set, question)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (question.Entry >= 0)
            {
                (int first, int end) = set.Catalog.Rows(question.Entry);
                float[] own = new float[end - first];
                set.Catalog.Vectors.Cosines(question.Vector.Span, first, own);
                cosines.AddRange(
                    own.Where((_, i) => first + i != question.Row).Order().TakeLast(1).Select(cosine => ((double)cosine, true)));
            }
            else if (!question.IsNearMiss &&
                CatalogSearch.Nearest(set.Catalog, question.Vector.Span, EntryFilter.None, DateTimeOffset.UnixEpoch, 1) is [var nearest])
            {
                cosines.Add((nearest.Cosine, false));
            }
        }

        return cosines;
    }

    /// <summary>
    /// Medians of the two kinds, but as far apart as half of the unrelated ones lie: an encoder that hardly tells them apart, say because
    /// it does
    /// not know the language, shall not have its noise taken for a difference.
    /// </summary>
    private static (double Unrelated, double Related) ScaleOf(List<(double Cosine, bool Same)> cosines)
    {
        double[] Sorted(bool same) => [.. cosines.Where(item => item.Same == same).Select(item => item.Cosine).Order()];
        double At(double[] sorted, double part) => sorted.Length == 0 ? 0 : Math.Clamp(sorted[(int)(sorted.Length * part)], -1, 1);
        double[] others = Sorted(false);
        double unrelated = At(others, 0.5), least = Math.Max(0.01, At(others, 0.75) - At(others, 0.25));
        double related = Math.Max(At(Sorted(true), 0.5), Math.Min(1, unrelated + least));
        return (Math.Min(unrelated, related - least), related);
    }

    private static double EvenCosine(List<(double Cosine, bool Same)> cosines, CosineScale scale)
    {
        double middle = (scale.Unrelated + scale.Related) / 2;
        double even = cosines.Exists(item => item.Same)
            && cosines.Exists(item => !item.Same) ? ConfidenceFit.FitEvenCosine(cosines) : middle;
        return even > scale.Unrelated && even < 1 ? even : middle;
    }

    /// <summary>The samples of a knowledge base that have entries; those of one question follow each other.</summary>
    internal static IEnumerable<Sample> SamplesOf(CalibrationSet set, CosineScale scale, CancellationToken cancellationToken)
    {
        double Sum(Func<LabelledQuestion, bool> isKind) =>
            set.Questions.Where(isKind).Sum(question => question.Weight) is > 0 and var sum ? sum : 1;
        double perQuestion = set.Weight / Sum(question => question.Entry >= 0),
            perForeign = set.Weight / Sum(question => question is { Entry: < 0, IsNearMiss: false, Several: [] }),
            perSeveral = set.Weight / Sum(question => question.Several.Count > 0);
        foreach (LabelledQuestion question in set.Questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FoundEntries found = EvidenceSearch.Find(
                set.Catalog, question.Text, question.Vector.Span, scale, EntryFilter.None, DateTimeOffset.UnixEpoch, question.Row);
            Sample sample = new(set.Catalog, question, found, -1, false, question.Weight);
            if (found.Entries.Count == 0)
            {
                continue;
            }

            if (question.Several.Count > 0)
            {
                int[] named = [.. question.Several.Select(sample.IndexOf).Where(entry => entry >= 0)];
                foreach (int entry in named)
                {
                    yield return sample with { Right = entry, Weight = SeveralShare * perSeveral * question.Weight / named.Length };
                }
            }
            else if (question.Entry < 0)
            {
                double share = question.IsNearMiss
                    ? (1 - ConfidenceFit.OutOfScopeShare) * perQuestion : ConfidenceFit.OutOfScopeShare * (1 - set.TakenOut) * perForeign;
                yield return sample with { Weight = share * question.Weight };
            }
            else
            {
                yield return sample with
                {
                    Right = sample.IndexOf(question.Entry),
                    Asked = true,
                    Weight = (1 - ConfidenceFit.OutOfScopeShare) * perQuestion * question.Weight,
                };
                if (set.TakenOut > 0 && found.Entries.Exists(entry => entry.Entry != question.Entry))
                {
                    yield return sample with
                    {
                        Found = found with { Entries = found.Entries.FindAll(entry => entry.Entry != question.Entry) },
                        Weight = ConfidenceFit.OutOfScopeShare * set.TakenOut * perQuestion * question.Weight,
                    };
                }
            }
        }
    }

    /// <summary>A question against all entries, or all but its own.</summary>
    /// <param name="Catalog">The knowledge base.</param>
    /// <param name="Question">The question.</param>
    /// <param name="Found">What it may mean.</param>
    /// <param name="Right">Index of the right entry among them, or −1.</param>
    /// <param name="Asked">Whether the knowledge base answers it, and its entry was not taken out.</param>
    /// <param name="Weight">How often it counts.</param>
    internal sealed record Sample(
        FaqCatalog Catalog, LabelledQuestion Question, FoundEntries Found, int Right, bool Asked, double Weight)
    {
        /// <summary>Whether the right entry is the nearest by cosine alone.</summary>
        public bool IsNearestRight =>
            Right >= 0 && Found.Entries[Right].Evidence.Cosine >= Found.Entries.Max(found => found.Evidence.Cosine);

        /// <summary>Where an entry is among those found; −1 where it is not.</summary>
        public int IndexOf(int entry) => Found.Entries.FindIndex(found => found.Entry == entry);

        /// <summary>The best entries with the label; an entry that is right and not among them is as good as none.</summary>
        /// <param name="ranking">Weighs the evidence.</param>
        /// <param name="taught">What the knowledge base teaches, which would know a stored question; or null.</param>
        public LabelledContenders ToContenders(RankingWeights ranking, TaughtScorer? taught)
        {
            Contenders contenders = Contenders.Of(Catalog, Question.Text, Found, ranking, Question.Row >= 0 ? null : taught);
            int right = Right < 0 ? -1
                : contenders.Entries.Index().Where(item => item.Item.Found.Entry == Found.Entries[Right].Entry)
                    .Select(item => item.Index).DefaultIfEmpty(-1).First();
            return new LabelledContenders(contenders, right, Weight);
        }
    }
}
