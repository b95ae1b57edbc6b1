using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>Decides whether small talk answers instead of the knowledge base that was asked.</summary>
public static class SmallTalk
{
    /// <summary>What small talk must be surer by, unless it is certain.</summary>
    public const double Margin = 0.15;

    /// <summary>Decides whether small talk answers in place of the knowledge base that was asked.</summary>
    /// <param name="policy">The thresholds of both.</param>
    /// <param name="asked">What the knowledge base that was asked found, most probable first.</param>
    /// <param name="smallTalk">What small talk found, most probable first.</param>
    /// <returns>True when the one does not answer, and small talk does with certainty or by the margin.</returns>
    public static bool Answers(MatchPolicy policy, IReadOnlyList<RankedEntry> asked, IReadOnlyList<RankedEntry> smallTalk)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(smallTalk);
        return policy.Decide(asked) != Decision.Answer
            && policy.Decide(smallTalk) == Decision.Answer
            && (smallTalk[0].Confidence >= 1 || smallTalk[0].Confidence >= (asked.Count == 0 ? 0 : asked[0].Confidence) + Margin);
    }
}
