using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>How questions are answered.</summary>
public sealed class AnsweringOptions
{
    /// <summary>The knowledge base of questions that name none.</summary>
    public string DefaultKnowledgeBase { get; set; } = "shop";

    /// <summary>Least confidence of an answer, 0–1.</summary>
    public double AnswerThreshold { get; set; } = 0.55;

    /// <summary>Least confidence of a suggestion, 0–<see cref="AnswerThreshold"/>.</summary>
    public double SuggestThreshold { get; set; } = 0.1;

    /// <summary>Longest question in characters (Unicode code points), 1–10,000.</summary>
    public int MaxQuestionLength { get; set; } = Text.Question.DefaultMaxRunes;

    /// <summary>The knowledge base of small talk, asked where another has no good answer; null, empty or not published: none.</summary>
    public string? SmallTalkKnowledgeBase { get; set; } = "chitchat";

    /// <summary>Related questions beside an answer, 0–10.</summary>
    public int RelatedQuestions { get; set; } = 3;

    /// <summary>How many of the best entries a cross-encoder reads beside the question, 2–10; 0: none does.</summary>
    public int RerankTop { get; set; }

    /// <summary>How long a reply waits for the cross-encoder, 10 ms – 1 min; then it is given without.</summary>
    public TimeSpan RerankPatience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The thresholds as what decides by them.</summary>
    /// <returns>The policy.</returns>
    public MatchPolicy ToPolicy() => new(AnswerThreshold, SuggestThreshold);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(DefaultKnowledgeBase))
        {
            yield return "DefaultKnowledgeBase is empty, expected the id of a knowledge base";
        }

        if (AnswerThreshold is not (>= 0 and <= 1))
        {
            yield return $"AnswerThreshold is {AnswerThreshold}, expected 0 to 1";
        }

        if (SuggestThreshold is not >= 0 || SuggestThreshold > AnswerThreshold)
        {
            yield return $"SuggestThreshold is {SuggestThreshold}, expected 0 to AnswerThreshold ({AnswerThreshold})";
        }

        if (RelatedQuestions is < 0 or > Matching.RelatedEntries.Most)
        {
            yield return $"RelatedQuestions is {RelatedQuestions}, expected 0 to {Matching.RelatedEntries.Most}";
        }

        if (RerankTop is not (0 or (>= Matching.Reranking.FewestEntries and <= Matching.Reranking.MostEntries)))
        {
            yield return $"RerankTop is {RerankTop}, expected {Matching.Reranking.FewestEntries} to {Matching.Reranking.MostEntries}, or 0 "
                + $"for none";
        }

        if (RerankPatience < TimeSpan.FromMilliseconds(10) || RerankPatience > TimeSpan.FromMinutes(1))
        {
            yield return $"RerankPatience is {RerankPatience}, expected 00:00:00.010 to 00:01:00";
        }

        if (MaxQuestionLength is < 1 or > 10_000)
        {
            yield return $"MaxQuestionLength is {MaxQuestionLength}, expected 1 to 10000";
        }
    }
}
