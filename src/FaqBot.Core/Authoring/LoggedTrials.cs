using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Authoring;

/// <summary>Asks the last logged questions of what customers are answered by, and of the draft.</summary>
/// <remarks>
/// Thread-safe. Nobody has said what answers these questions, but some users have said what they meant, or what did not help: where they
/// have, an answer is better or worse; otherwise it is merely another one.
/// </remarks>
/// <param name="trials">Ask.</param>
/// <param name="questions">What was asked.</param>
public sealed class LoggedTrials(Trials trials, LoggedQuestions questions)
{
    /// <summary>Compares the two.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="last">How many of the last questions, at most <see cref="Trials.MostAsked"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What would be answered otherwise.</returns>
    /// <exception cref="Storage.StoreException">The log cannot be read.</exception>
    public async Task<LoggedComparison> CompareAsync(string kb, int last, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, Trials.MostAsked);
        List<(LoggedWording Wording, long Times, Question Question)> asked = [];
        foreach ((LoggedWording wording, long times) in questions.Latest(kb, last))
        {
            if (Question.TryParse(wording.Text, KnowledgeLimits.QuestionRunes, null, out Question? question, out _))
            {
                asked.Add((wording, times, question));
            }
        }

        IReadOnlyList<AskedOfBoth> replies = await trials.AskBothAsync(kb, [.. asked.Select(one => one.Question)], cancellationToken);
        List<LoggedChange> better = [], worse = [], changed = [];
        List<bool> rightBefore = [], rightAfter = [];
        foreach (((LoggedWording wording, long times, _), AskedOfBoth both) in asked.Zip(replies))
        {
            Votes votes = People.Votes([wording]);
            string? wanted = WantedOf(votes);
            (bool? before, bool? after) = (IsRight(both.Before, wanted, votes), IsRight(both.After, wanted, votes));
            if (before is { } was && after is { } becomes)
            {
                rightBefore.Add(was);
                rightAfter.Add(becomes);
            }

            if (both.IsOtherwise)
            {
                List<LoggedChange> list = before == after ? changed : after == true ? better : worse;
                list.Add(new LoggedChange(both, times, wanted));
            }
        }

        return new LoggedComparison(
            asked.Sum(one => one.Times), asked.Count, rightBefore.Count, MostAskedFirst(better), MostAskedFirst(worse),
            MostAskedFirst(changed), McNemarTest.Of(rightBefore, rightAfter));
    }

    /// <summary>The entry that users meant; null where they do not say so, or not the same.</summary>
    private static string? WantedOf(Votes votes) => votes.Entries.Where(entry => votes.WeightOf(entry) > 0)
        .OrderByDescending(votes.WeightOf).ThenBy(entry => entry, StringComparer.Ordinal)
        .FirstOrDefault(entry => !votes.Contradict(entry));

    /// <summary>Whether a reply is what users wanted; null where nobody has said anything.</summary>
    private static bool? IsRight(TrialReply reply, string? wanted, Votes votes)
    {
        string? given = reply.Decision == Decision.Answer ? reply.EntryId : null;
        return wanted is not null ? given == wanted || reply.Suggestions.Contains(wanted, StringComparer.Ordinal)
            : votes.Entries.Any(entry => votes.WeightOf(entry) < 0) ? given is null || votes.WeightOf(given) >= 0 : null;
    }

    private static LoggedChange[] MostAskedFirst(List<LoggedChange> changes) => [.. changes.OrderByDescending(change => change.Times)];
}

/// <summary>What the last logged questions would be answered otherwise.</summary>
/// <param name="Questions">How many questions were looked at.</param>
/// <param name="Wordings">Different wordings among them, which were asked of both.</param>
/// <param name="Judged">Those of which users have said what they meant, or what did not help.</param>
/// <param name="Better">Those whose answer becomes what users wanted, the most frequent first.</param>
/// <param name="Worse">Those whose answer is what users wanted, and would be no more.</param>
/// <param name="Changed">Others that would be answered otherwise.</param>
/// <param name="Test">Whether the judged ones get better or worse by more than chance.</param>
public sealed record LoggedComparison(
    long Questions, int Wordings, int Judged, IReadOnlyList<LoggedChange> Better, IReadOnlyList<LoggedChange> Worse,
        IReadOnlyList<LoggedChange> Changed, McNemarTest Test);

/// <summary>A logged question that would be answered otherwise.</summary>
/// <param name="Asked">What both say.</param>
/// <param name="Times">How often it is among the questions that were looked at.</param>
/// <param name="Wanted">The entry that users meant; null where they have not said so.</param>
public sealed record LoggedChange(AskedOfBoth Asked, long Times, string? Wanted);
