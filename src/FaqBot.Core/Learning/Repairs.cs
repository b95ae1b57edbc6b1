using FaqBot.Core.Analytics;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Learning;

/// <summary>Finds entries whose answers do not help, and pairs that are taken for each other.</summary>
internal static class Repairs
{
    /// <summary>Makes the suggestions.</summary>
    public static IEnumerable<Suggestion> Of(IReadOnlyList<LoggedWording> wordings, FaqCatalog catalog, LearningOptions options)
    {
        LoggedWording[] spokenOf = [.. wordings.Where(wording => wording.Feedback.Count > 0)];
        return Unhelpful(spokenOf, catalog, options).Concat(Confused(spokenOf, catalog, options));
    }

    /// <summary>Entries of which more than half of enough users say that they did not help, with certainty.</summary>
    private static IEnumerable<Suggestion> Unhelpful(LoggedWording[] wordings, FaqCatalog catalog, LearningOptions options)
    {
        Votes votes = People.Votes(wordings);
        foreach (string entry in votes.Entries.Where(entry => catalog.IndexOf(entry) >= 0))
        {
            (int _, int helpful, int notHelpful) = votes.Of(entry);
            if (notHelpful >= options.LeastPeople && WilsonInterval.Of(helpful, helpful + notHelpful) is { High: < 0.5 })
            {
                LoggedWording[] own = [.. wordings.Where(wording =>
                    wording.Feedback.Any(said => said.EntryId == entry && said.Kind == FeedbackKind.NotHelpful))];
                yield return Make(entry, null, own, votes.Of(entry), notHelpful);
            }
        }
    }

    /// <summary>Pairs of which the one came first where enough users meant the other.</summary>
    private static IEnumerable<Suggestion> Confused(LoggedWording[] wordings, FaqCatalog catalog, LearningOptions options) =>
        from wording in wordings
        let first = wording.Results.Where(result => result.EntryId is not null).MaxBy(result => result.Asked)?.EntryId
        from said in wording.Feedback
        where said.Kind == FeedbackKind.Chosen && first is not null && said.EntryId is not null && said.EntryId != first
            && catalog.IndexOf(first) >= 0 && catalog.IndexOf(said.EntryId) >= 0
        group (wording, said.User) by (Found: first, Meant: said.EntryId) into pair
        let people = pair.Select(one => one.User).Distinct().Count()
        where people >= options.LeastChoices
        select Make(pair.Key.Found, pair.Key.Meant, [.. pair.Select(one => one.wording).Distinct()], (people, 0, 0), people);

    private static Suggestion Make(
        string entry, string? other, LoggedWording[] wordings, (int Chosen, int Helpful, int NotHelpful) said, int people) => new()
        {
            Id = SuggestionFinder.IdOf(QueueKind.Repairs, entry, other ?? ""),
            Queue = QueueKind.Repairs,
            EntryId = entry,
            OtherEntryId = other,
            Wordings =
        [
            .. wordings.OrderByDescending(wording => wording.Asked).ThenBy(wording => wording.Id).Take(SuggestionFinder.MostWordings)
                .Select(wording => new SuggestedWording(wording.Text, wording.Asked, People.Of([wording]), 1)),
        ],
            People = people,
            Chosen = said.Chosen,
            Helpful = said.Helpful,
            NotHelpful = said.NotHelpful,
            Rank = Math.Round(Math.Log(1 + people), 4),
        };
}
