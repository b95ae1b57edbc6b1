using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>Offers what each clause of a question asks for, where they ask for different things.</summary>
internal static class CompoundQuestion
{
    // How far between the thresholds of suggestions and of answers a clause must come to count, and where the question as one has its entry
    // among the first.
    private const double LeastSure = 0.5, LeastSureOfFirst = 0.25;

    // An entry that is named by a joined word needs not be likely by itself; few of its questions tell what it is about.
    private const double LeastOfJoined = 0.02;
    private const int MostQuestions = 20;

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
        return sure.Length < 2 ? whole : Offering(
            whole, [.. sure.Select(clause => clause.Ranked[0])], [.. sure.Select(clause => clause.SearchedFor)], policy);
    }

    /// <summary>Ranks two entries before all others where the question names what tells each of them, joined by a word:
    /// 身份证和结婚证丢了.</summary>
    /// <param name="whole">The question as one.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="policy">The thresholds.</param>
    /// <returns>The question as one unless two of its first entries have what one side of the joint names and not what the other names, and
    /// none has both.</returns>
    public static QuestionMatch OfJoined(QuestionMatch whole, FaqCatalog catalog, MatchPolicy policy)
    {
        if (whole.Confidence < policy.SuggestThreshold || JoinedWords.Of(whole.SearchedFor) is not { Count: > 0 } joints)
        {
            return whole;
        }

        RankedEntry[] first = [.. whole.Ranked.Take(MatchPolicy.MostSuggestions).Where(entry => entry.Confidence >= LeastOfJoined)];
        List<TextWord>[][] questions = [.. first.Select(entry => WordsOf(catalog, entry.Entry))];
        foreach (JoinedWords joint in joints)
        {
            if (joint.Named(questions) is var (one, other))
            {
                return Offering(whole, [first[one], first[other]], [joint.Left, joint.Right], policy);
            }
        }

        return whole;
    }

    private static List<TextWord>[] WordsOf(FaqCatalog catalog, int entry)
    {
        (int start, int end) = catalog.Rows(entry);
        return
        [
            .. Enumerable.Range(start, Math.Min(end - start, MostQuestions))
                .Select(row => TextWords.Of(TextNormalizer.Clean(catalog.Questions[row].Text))),
        ];
    }

    /// <summary>Puts entries first that are asked for at once; the certainty of one right answer is shared among them, so that none
    /// answers alone.</summary>
    private static QuestionMatch Offering(QuestionMatch whole, RankedEntry[] asked, string[] clauses, MatchPolicy policy)
    {
        if (policy.AnswerThreshold - policy.SuggestThreshold < Step)
        {
            return whole;
        }

        List<RankedEntry> ranked = [];
        double ceiling = policy.AnswerThreshold - Step;
        foreach (RankedEntry best in asked)
        {
            ceiling = Math.Min(ceiling, Math.Max(policy.SuggestThreshold, Math.Round(best.Confidence / asked.Length, 4)));
            ranked.Add(best with { Confidence = ceiling });
        }

        IEnumerable<RankedEntry> others = whole.Ranked.Where(entry => !ranked.Exists(leading => leading.Entry == entry.Entry))
            .Select(entry => entry with { Confidence = Math.Min(ceiling, entry.Confidence) });
        return whole with
        {
            Ranked = [.. ranked, .. others.Take(Ranking.MaxEntries - ranked.Count).ToArray()],
            Clauses = clauses,
        };
    }
}
