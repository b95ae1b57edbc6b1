namespace FaqBot.Core.Matching;

/// <summary>Fits what the middle of an entry's questions counts for beside the single ones, on a knowledge base's own questions.</summary>
/// <remarks>
/// <para>
/// Each stored question that has others of its entry beside it is left out and asked of the rest, in closed form: no vector is computed
/// again. A weight is fitted as a conditional logit. It applies only where more of the left-out questions find their entry than without,
/// their entries are likelier by more than chance, and not nearly all were found before.
/// </para>
/// <para>
/// With few questions an entry the nearest one is often near by chance, and what they have in common says more. Covariances within
/// entries, ridge and logistic regression on the same vectors were no better than the centroids, at many times the cost.
/// </para>
/// </remarks>
public static class TeachingFit
{
    /// <summary>Questions that have others of their entry beside them, and entries with several questions, that a fit needs at
    /// least.</summary>
    public const int FewestQuestions = 24, FewestEntries = 3;

    // Standard errors that the mean gain in log likelihood is above 0, as in Q. Vuong, Likelihood Ratio Tests for Model Selection, 1989:
    // one knowledge base in twenty that gains nothing would be taken for one that does. Counts of right answers alone say less of the same
    // questions: a knowledge base would be taught or not as a handful of them fell.
    private const double LeastGain = 1.645;

    // Where nearly all are found already, the confidence has more to lose than the ranking to win.
    private const double MostRightBefore = 0.95;

    // The least was fitted on commands, small talk and FAQs of 5 to 12 questions an entry: a question that is left out misses its nearest
    // one more than others do, so that a knowledge base's own questions may say too little, but never too much.
    private static readonly double[] Similarities = [0.3, 0.4, 0.5, 0.65, 0.8, 1];

    // With nothing taught a single question may count for more.
    private static readonly double[] SimilaritiesAlone = [.. Similarities, 1.25, 1.5, 2];

    // A weak prior keeps the weight finite where the middles alone tell all questions apart.
    private const double UsualCentroid = 10, Precision = 0.01, MostCentroid = 64;
    private const int Halvings = 14;

    // The scores keep their spread, on which the confidence was fitted; but where it is right more often, the first leads the second by
    // more.
    private const double Spread = 1.2, MostSpread = 4;

    // Where the questions of each entry are all alike there is nothing to learn from them.
    private const double HighestCohesion = 0.999;

    /// <summary>Fits the weight.</summary>
    /// <param name="catalog">The knowledge base with its vectors.</param>
    /// <param name="confidence">What its questions are ranked by.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>What was taught, in force or not.</returns>
    public static Teaching Fit(FaqCatalog catalog, ConfidenceModel confidence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(confidence);
        LabelledQuestion[] questions = [.. OwnQuestionFit.QuestionsOf(catalog)];
        double cohesion = EntryCentroids.CohesionOf(catalog);
        if (questions.Length < FewestQuestions || questions.DistinctBy(question => question.Entry).Count() < FewestEntries
            || !(cohesion < HighestCohesion))
        {
            return Teaching.None;
        }

        Teaching start = new() { Cohesion = Math.Round(cohesion, 6) };
        EntryCentroids centroids = new(catalog, start.Cohesion);
        List<LeftOut> asked = new(questions.Length);
        foreach (LabelledQuestion question in questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            asked.Add(LeftOut.Of(catalog, centroids, confidence, question));
        }

        Teaching teaching = MostLikely(start, asked);
        double spread = Spread * asked.Sum(question => question.Lead(entry => entry.Score))
            / Math.Max(double.Epsilon, asked.Sum(question => question.Lead(entry => teaching.ScoreOf(entry))));
        return Judge(
            GainOf(teaching, asked),
            teaching with
            {
                Similarity = Math.Round(teaching.Similarity * Math.Min(spread, MostSpread), 6),
                Centroid = Math.Round(teaching.Centroid * Math.Min(spread, MostSpread), 6),
            },
            asked);
    }

    /// <summary>Both weights: the likelihood has one top, so that the first step that does not lead up ends the search.</summary>
    private static Teaching MostLikely(Teaching start, List<LeftOut> asked)
    {
        (Teaching Teaching, double Likelihood) best = (start, double.NegativeInfinity);
        foreach (double similarity in Similarities)
        {
            Teaching tried = start with { Similarity = similarity };
            tried = tried with { Centroid = CentroidOf(tried, asked) };
            double likelihood = asked.Sum(question => question.LogLikelihood(tried));
            if (likelihood <= best.Likelihood)
            {
                break;
            }

            best = (tried, likelihood);
        }

        return best.Teaching;
    }

    /// <summary>The weight of the highest likelihood: its derivative only falls, so halving an interval finds it.</summary>
    private static double CentroidOf(Teaching teaching, List<LeftOut> asked)
    {
        double low = 0, high = MostCentroid;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            Teaching tried = teaching with { Centroid = middle };
            double slope = asked.Sum(question => question.Slope(tried)) - (Precision * (middle - UsualCentroid));
            (low, high) = slope > 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static Teaching Judge(double gain, Teaching teaching, List<LeftOut> asked)
    {
        int before = 0, after = 0;
        foreach (LeftOut question in asked)
        {
            double[] taught = teaching.TaughtOf(question.Entries);
            bool was = question.IsFirst(new double[taught.Length]), isNow = question.IsFirst(taught);
            before += was ? 1 : 0;
            after += isNow ? 1 : 0;
        }

        return teaching with
        {
            Questions = asked.Count,
            RightBefore = before,
            RightAfter = after,
            IsInForce = after > before && before <= MostRightBefore * asked.Count && gain > LeastGain,
        };
    }

    /// <summary>How much likelier the right entries are by what was taught than by the similarity of single questions alone, weighed as
    /// suits them best; in standard errors of the mean.</summary>
    private static double GainOf(Teaching taught, List<LeftOut> asked)
    {
        Teaching alone = SimilaritiesAlone.Select(similarity => taught with { Similarity = similarity, Centroid = 0 })
            .MaxBy(tried => asked.Sum(question => question.LogLikelihood(tried)))!;
        double[] gains = [.. asked.Select(question => question.LogLikelihood(taught) - question.LogLikelihood(alone))];
        double mean = gains.Average(), variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, gains.Length - 1);
        return variance > 0 ? mean / Math.Sqrt(variance / gains.Length) : 0;
    }

    /// <summary>A stored question that was asked of the others.</summary>
    private sealed record LeftOut(ScoredEntry[] Entries, int Right)
    {
        public static LeftOut Of(FaqCatalog catalog, EntryCentroids centroids, ConfidenceModel confidence, LabelledQuestion question)
        {
            List<EntryEvidence> entries = EvidenceSearch.Find(
                catalog, question.Text, question.Vector.Span, confidence.Scale, EntryFilter.None, DateTimeOffset.UnixEpoch, question.Row)
                .Entries;
            return new LeftOut(
                [
                    .. entries.Select(found => ScoredEntry.Of(found, confidence.Ranking, found.Evidence.Questions > 1
                        ? centroids.ScoreOf(found.Entry, found.Evidence.Mean, found.Entry == question.Entry) : double.NaN)),
                ],
                question.Entry);
        }

        /// <summary>Whether the right entry comes first when something is added to the scores.</summary>
        public bool IsFirst(double[] added) =>
            Entries.Length > 0 && Entries[Enumerable.Range(0, Entries.Length).MaxBy(i => Entries[i].Score + added[i])].Entry == Right;

        /// <summary>By how much the first of the entries with several questions leads the second; 0 where there are fewer.</summary>
        public double Lead(Func<ScoredEntry, double> score)
        {
            double[] best = [.. Entries.Where(entry => entry.IsTaught).Select(score).OrderDescending().Take(2)];
            return best.Length < 2 ? 0 : best[0] - best[1];
        }

        /// <summary>Log likelihood of the right entry among those with several questions; 0 where it was not found.</summary>
        public double LogLikelihood(Teaching teaching) => Likelihood(teaching).Log;

        /// <summary>Its derivative by the weight of the centroid.</summary>
        public double Slope(Teaching teaching) => Likelihood(teaching).Slope;

        private (double Log, double Slope) Likelihood(Teaching teaching)
        {
            int right = Array.FindIndex(Entries, entry => entry.Entry == Right);
            if (right < 0)
            {
                return (0, 0);
            }

            double highest = double.NegativeInfinity, sum = 0, mean = 0;
            foreach (ref readonly ScoredEntry entry in Entries.AsSpan())
            {
                highest = entry.IsTaught ? Math.Max(highest, teaching.ScoreOf(entry)) : highest;
            }

            foreach (ref readonly ScoredEntry entry in Entries.AsSpan())
            {
                double share = entry.IsTaught ? Math.Exp(teaching.ScoreOf(entry) - highest) : 0;
                sum += share;
                mean += entry.IsTaught ? share * entry.Centroid : 0;
            }

            return (teaching.ScoreOf(Entries[right]) - highest - Math.Log(sum), Entries[right].Centroid - (mean / sum));
        }
    }
}
