using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Analytics;

/// <summary>A question that was answered, as the log takes it in: nothing of it is redacted yet.</summary>
/// <param name="Asker">Who asked.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Version">The version that answered.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Best">The best entries by id with their confidence, most probable first.</param>
/// <param name="Origin">Where the ranking came from.</param>
/// <param name="At">When it was answered.</param>
/// <param name="Elapsed">How long that took.</param>
public sealed record AskedQuestion(
    Asker Asker, Question Question, VersionIdentity Version, Decision Decision, IReadOnlyList<(string EntryId, double Confidence)> Best,
        RankingOrigin Origin, DateTimeOffset At, TimeSpan Elapsed)
{
    /// <summary>Most entries that are kept of a ranking.</summary>
    public const int MostBest = 5;

    /// <summary>Confidence in the best entry; 0 where there is none.</summary>
    public double Confidence => Best.Count == 0 ? 0 : Best[0].Confidence;
}

/// <summary>Where a ranking came from.</summary>
public enum RankingOrigin
{
    /// <summary>It was computed.</summary>
    Ranked,

    /// <summary>The cache had it.</summary>
    Cached,

    /// <summary>A stored question was equal.</summary>
    Exact,
}

/// <summary>What a user said about an answer, as the log takes it in.</summary>
/// <param name="Asker">Who said it.</param>
/// <param name="Question">What had been asked.</param>
/// <param name="Feedback">What was said; its key of the user is not the log's.</param>
public sealed record SaidOfAnswer(Asker Asker, Question? Question, Feedback Feedback);
