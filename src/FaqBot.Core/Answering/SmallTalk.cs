using FaqBot.Matching;

namespace FaqBot.Answering;

/// <summary>Decides whether small talk answers instead of the knowledge base that was asked.</summary>
public static class SmallTalk
{
    /// <summary>What small talk must be surer by, unless it is certain.</summary>
    public const double Margin = 0.15;

    /// <summary>Decides.</summary>
    /// <param name="asked">What the knowledge base that was asked found.</param>
    /// <param name="smallTalk">What small talk found, most probable first.</param>
    /// <returns>True when the one does not answer, and small talk does with certainty or by the margin.</returns>
    public static bool Answers(Findings asked, IReadOnlyList<RankedEntry> smallTalk)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(smallTalk);
        return asked.Policy.Decide(asked.Ranked) != Decision.Answer
            && asked.Policy.Decide(smallTalk) == Decision.Answer
            && (smallTalk[0].Confidence >= 1 || smallTalk[0].Confidence >= (asked.Ranked.Count == 0 ? 0 : asked.Ranked[0].Confidence) + Margin);
    }
}
