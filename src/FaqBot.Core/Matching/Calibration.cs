namespace FaqBot.Core.Matching;

/// <summary>A question with a label.</summary>
/// <param name="Text">The question: see <see cref="Text.Question.Essence"/>.</param>
/// <param name="Vector">Its unit vector.</param>
/// <param name="Entry">The entry that answers it, or −1: none does.</param>
/// <param name="Row">Its own row when it is a stored question, to be left out; or −1.</param>
public sealed record LabelledQuestion(string Text, ReadOnlyMemory<float> Vector, int Entry, int Row = -1)
{
    /// <summary>Whether no entry answers it though it looks as if one did: it counts like a question that an entry answers.</summary>
    public bool IsNearMiss { get; init; }

    /// <summary>How often it counts among those that an entry answers and near misses, above 0.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>A knowledge base with labelled questions to it.</summary>
/// <param name="Catalog">The knowledge base.</param>
/// <param name="Questions">The questions, some that it answers and some that it does not.</param>
public sealed record CalibrationSet(FaqCatalog Catalog, IReadOnlyList<LabelledQuestion> Questions);

/// <summary>Fits all constants of a <see cref="ConfidenceModel"/> on labelled questions.</summary>
/// <remarks>
/// Three kinds of sample: a question against the whole knowledge base (right or wrong); the same with its entry taken out (wrong: only its
/// near misses are left); a question that no entry answers (wrong). The last two together weigh <see cref="ConfidenceFit.OutOfScopeShare"/>
/// of all, a fifth and four fifths of that. Near misses with a label come beside, each weighing as much as a labelled question that an
/// entry answers. Every knowledge base weighs the same.
/// </remarks>
public static class Calibration
{
    // Of what no entry answers, how much lies near to one: most out of scope is about something else.
    private const double NearMissShare = 0.2;

    // With questions that no entry answers and without them, of every kind alike, how many samples a prior counts for.
    private const double PriorStrength = 100;

    /// <summary>Fits the constants.</summary>
    /// <param name="sets">Knowledge bases of one encoder with labelled questions.</param>
    /// <param name="keepNear">Whether to keep near the constants of the bundled encoder, for lack of questions.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The constants, and how well they do on the samples; null when no question finds its entry.</returns>
    public static (ConfidenceModel Model, CalibrationQuality Quality)? Fit(
        IReadOnlyList<CalibrationSet> sets, bool keepNear, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sets);
        List<(double Cosine, bool Same)> cosines = NearestCosines(sets, cancellationToken);
        (double unrelated, double related) = ScaleOf(cosines);
        CosineScale scale = new(unrelated, related);
        Sample[] samples = [.. sets.SelectMany(set => SamplesOf(set, scale, cancellationToken))];
        LabelledRanking[] rankings = [.. samples.Where(sample => sample.Right >= 0)
            .Select(sample => new LabelledRanking([.. sample.Entries.Select(entry => entry.Evidence)], sample.Right, sample.Weight))];
        if (rankings.Length == 0)
        {
            return null;
        }

        RankingWeights ranking =
            ConfidenceFit.FitRanking(rankings, keepNear ? RankingWeights.Reference : null, PriorStrength).DoubtingDifferences();
        ConfidenceModel model = new()
        {
            ModelFingerprint = sets[0].Catalog.Identity.Model.Fingerprint,
            Features = Evidence.Version,
            UnrelatedCosine = Math.Round(unrelated, 4),
            RelatedCosine = Math.Round(related, 4),
            EvenCosine = Math.Round(EvenCosine(cosines, scale), 4),
            Ranking = ranking,
            Weights = ConfidenceWeights.Reference,
        };
        (Sample Sample, LabelledStanding Standing)[] judged =
            [.. samples.Where(sample => sample.Entries.Count > 0).Select(sample => (sample, Judge(model, sample)))];
        LabelledStanding[] standings = [.. judged.Select(item => item.Standing)];
        int asked = samples.Count(sample => sample.Asked), right = standings.Count(standing => standing.Right);
        if (right == 0)
        {
            return null;
        }

        model = model with
        {
            Weights =
            ConfidenceFit.FitConfidence(standings, keepNear ? ConfidenceWeights.Reference : null, PriorStrength)
        };
        (double, bool, double)[] predictions = [.. standings.Select(sample => (model.Of(sample.Standing), sample.Right, sample.Weight))];
        return (model, new CalibrationQuality(
            asked, (double)right / asked, ConfidenceFit.LogLoss(predictions), ConfidenceFit.CalibrationError(predictions))
        {
            Judged = [.. judged.Zip(predictions, (item, prediction) =>
                new JudgedQuestion(prediction.Item1, prediction.Item2, item.Sample.Asked, prediction.Item3))],
        });
    }

    private static LabelledStanding Judge(ConfidenceModel model, Sample sample)
    {
        Standing[] standings = model.StandingsOf(sample.Entries, sample.Length);
        int best = Enumerable.Range(0, standings.Length).MaxBy(i => standings[i].Score);
        return new LabelledStanding(standings[best], best == sample.Right, sample.Weight);
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

    /// <summary>The samples of a knowledge base; those of one question follow each other.</summary>
    internal static IEnumerable<Sample> SamplesOf(CalibrationSet set, CosineScale scale, CancellationToken cancellationToken)
    {
        double asked = set.Questions.Where(question => question.Entry >= 0).Sum(question => question.Weight);
        int foreign = set.Questions.Count(question => question is { Entry: < 0, IsNearMiss: false });
        double perForeign = 1.0 / Math.Max(1, foreign);
        foreach (LabelledQuestion question in set.Questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int length, List<EntryEvidence> entries) = EvidenceSearch.Find(
                set.Catalog, question.Text, question.Vector.Span, scale, EntryFilter.None, DateTimeOffset.UnixEpoch, question.Row);
            double perQuestion = question.Weight / Math.Max(1, asked);
            int right = entries.FindIndex(entry => entry.Entry == question.Entry);
            if (question.Entry < 0)
            {
                yield return new Sample(entries, length, -1, false, question.IsNearMiss
                    ? (1 - ConfidenceFit.OutOfScopeShare) * perQuestion : ConfidenceFit.OutOfScopeShare * (1 - NearMissShare) * perForeign);
                continue;
            }

            yield return new Sample(entries, length, right, true, (1 - ConfidenceFit.OutOfScopeShare) * perQuestion);
            yield return new Sample(
                entries.FindAll(entry => entry.Entry != question.Entry), length, -1, false,
                    ConfidenceFit.OutOfScopeShare * NearMissShare * perQuestion);
        }
    }

    /// <summary>A question against all entries, or all but its own.</summary>
    /// <param name="Entries">The entries that it may mean.</param>
    /// <param name="Length">Its characters and words.</param>
    /// <param name="Right">Index of the right one among them, or −1.</param>
    /// <param name="Asked">Whether the knowledge base answers it, and its entry was not taken out.</param>
    /// <param name="Weight">How often it counts.</param>
    internal sealed record Sample(List<EntryEvidence> Entries, int Length, int Right, bool Asked, double Weight);
}

/// <summary>How well fitted constants do on their samples.</summary>
/// <param name="Questions">Labelled questions that an entry answers.</param>
/// <param name="Right">Share of them whose best entry was right.</param>
/// <param name="LogLoss">Mean negative log likelihood.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal bins.</param>
public sealed record CalibrationQuality(int Questions, double Right, double LogLoss, double CalibrationError)
{
    /// <summary>The samples with the confidence that they got, for <see cref="ThresholdSuggestion"/>.</summary>
    public IReadOnlyCollection<JudgedQuestion> Judged { get; init; } = [];

    /// <summary>The report that is kept with the constants.</summary>
    /// <param name="data">Names of what they were fitted on.</param>
    /// <param name="hash">SHA-256 of it, in hexadecimal.</param>
    public FitReport ToReport(IReadOnlyList<string> data, string hash) =>
        new(data, hash, Questions, Math.Round(Right, 4), Math.Round(LogLoss, 4), Math.Round(CalibrationError, 4));
}
