using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>Offers what each clause of a question asks for, where they ask for different things.</summary>
internal static class CompoundQuestion
{
    // How far between the thresholds of suggestions and of answers a clause must come to count, and where the question as one has its entry
    // among the first.
    private const double LeastSure = 0.5, LeastSureOfFirst = 0.25;

    // What is shown is rounded to four decimals.
    private const double Step = 0.0001;

    /// <summary>Ranks the entries of several clauses before all others.</summary>
    /// <param name="whole">The question as one.</param>
    /// <param name="clauses">Each of its clauses by itself.</param>
    /// <param name="policy">The thresholds.</param>
    /// <returns>
    /// The question as one unless two clauses or more surely lead to different entries. Then these stand first, in the order of the
    /// clauses; the certainty of one right answer is shared among them, so that none answers alone.
    /// </returns>
    public static QuestionMatch Of(QuestionMatch whole, IReadOnlyList<QuestionMatch> clauses, MatchPolicy policy)
    {
        HashSet<int> first = [.. whole.Ranked.Take(MatchPolicy.MostSuggestions).Select(entry => entry.Entry)];
        double Least(double part) => policy.SuggestThreshold + (part * (policy.AnswerThreshold - policy.SuggestThreshold));
        QuestionMatch[] sure =
        [
            .. clauses.Where(clause => clause.Ranked.Length > 0
                && clause.Confidence >= Least(first.Contains(clause.Ranked[0].Entry) ? LeastSureOfFirst : LeastSure))
                .DistinctBy(clause => clause.Ranked[0].Entry),
        ];
        if (sure.Length < 2 || policy.AnswerThreshold - policy.SuggestThreshold < Step)
        {
            return whole;
        }

        List<RankedEntry> ranked = [];
        double ceiling = policy.AnswerThreshold - Step;
        foreach (RankedEntry best in sure.Select(clause => clause.Ranked[0]))
        {
            ceiling = Math.Min(ceiling, Math.Max(policy.SuggestThreshold, Math.Round(best.Confidence / sure.Length, 4)));
            ranked.Add(best with { Confidence = ceiling });
        }

        IEnumerable<RankedEntry> others = whole.Ranked.Where(entry => !ranked.Exists(leading => leading.Entry == entry.Entry))
            .Select(entry => entry with { Confidence = Math.Min(ceiling, entry.Confidence) });
        return whole with
        {
            Ranked = [.. ranked, .. others.Take(Ranking.MaxEntries - ranked.Count).ToArray()],
            Clauses = [.. sure.Select(clause => clause.SearchedFor)],
        };
    }
}
