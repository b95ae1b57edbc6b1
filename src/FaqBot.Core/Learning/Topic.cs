using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;

namespace FaqBot.Core.Learning;

/// <summary>What people ask about, in whichever words.</summary>
/// <param name="Terms">Terms that most of the wordings share.</param>
/// <param name="Wordings">The most frequent wordings, redacted.</param>
/// <param name="Asked">How often in the last seven days.</param>
/// <param name="People">Different users in these days.</param>
/// <param name="Before">How often a week in the four weeks before.</param>
/// <param name="NoMatchShare">Share of the last seven days' questions that nothing matched, 0…1.</param>
/// <param name="EntryId">The entry that answered most often in these days; null: none did.</param>
public sealed record Topic(
    IReadOnlyList<string> Terms, IReadOnlyList<string> Wordings, long Asked, int People, double Before, double NoMatchShare,
        string? EntryId)
{
    /// <summary>Days of the present week.</summary>
    public const int Days = 7;

    /// <summary>Weeks that it is held against.</summary>
    public const int WeeksBefore = 4;

    /// <summary>Most wordings that are shown.</summary>
    public const int MostWordings = 5;

    /// <summary>Least people of a rising topic.</summary>
    public const int LeastPeople = 5;

    private const double LeastRatio = 1.5;

    /// <summary>How often for each time in a week before; null where it was not asked before.</summary>
    public double? Ratio => Before > 0 ? Math.Round(Asked / Before, 2) : null;

    /// <summary>Whether at least five people asked, half as much again as before and surely more than before.</summary>
    public bool IsRising => People >= LeastPeople && !(Ratio < LeastRatio)
        && WilsonInterval.Of(Asked, Asked + (long)Math.Round(Before * WeeksBefore)) is { Low: > 1.0 / (1 + WeeksBefore) };

    /// <summary>Counts groups of wordings.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="questions">The log.</param>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="to">The last day.</param>
    /// <returns>Those that were asked in the last seven days, the most frequent first.</returns>
    /// <exception cref="Storage.StoreException">The log cannot be read.</exception>
    public static IReadOnlyList<Topic> Of(
        IReadOnlyList<WordingGroup> groups, LoggedQuestions questions, string knowledgeBaseId, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(questions);
        DateOnly from = to.AddDays(1 - Days);
        IReadOnlyDictionary<long, RecentWording> recent = questions.Recent(
            knowledgeBaseId, groups.SelectMany(group => group.Ids).ToHashSet(), from.AddDays(-Days * WeeksBefore), from, to);
        return
        [
            .. groups.Select(group => Make(group, [.. group.Ids.Select(id => recent.GetValueOrDefault(id)).OfType<RecentWording>()]))
                .Where(topic => topic.Asked > 0).OrderByDescending(topic => topic.Asked)
                .ThenBy(topic => topic.Wordings[0], StringComparer.Ordinal),
        ];
    }

    private static Topic Make(WordingGroup group, RecentWording[] asked)
    {
        long all = asked.Sum(wording => wording.Asked);
        return new Topic(
            group.Terms, [.. group.Texts.Take(MostWordings)], all,
            asked.SelectMany(wording => wording.Users).Distinct().Count(),
            Math.Round((double)asked.Sum(wording => wording.Before) / WeeksBefore, 2),
            all == 0 ? 0 : Math.Round((double)asked.Sum(wording => wording.NoMatch) / all, 4),
            asked.SelectMany(wording => wording.Entries).GroupBy(entry => entry.Key, StringComparer.Ordinal)
                .OrderByDescending(entry => entry.Sum(one => one.Value)).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .FirstOrDefault()?.Key);
    }
}
