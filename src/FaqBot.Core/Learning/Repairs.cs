using FaqBot.Core.Analytics;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Learning;

/// <summary>Finds entries whose answers do not help, and pairs that are taken for each other.</summary>
internal static class Repairs
{
    /// <summary>Surely more than this share of the people whom an entry answered asked again in other words.</summary>
    public const double OftenAskedAgain = 0.25;

    /// <summary>Makes the suggestions.</summary>
    public static IEnumerable<Suggestion> Of(IReadOnlyList<LoggedWording> wordings, FaqCatalog catalog, LearningOptions options)
    {
        LoggedWording[] spokenOf = [.. wordings.Where(wording => wording.Feedback.Count > 0)];
        return Unhelpful(wordings, catalog, options).Concat(Confused(spokenOf, catalog, options));
    }

    /// <summary>Entries of which surely more than half of enough users say that they did not help, or after whose answers surely too many
    /// asked again.</summary>
    private static IEnumerable<Suggestion> Unhelpful(IReadOnlyList<LoggedWording> wordings, FaqCatalog catalog, LearningOptions options)
    {
        Votes votes = People.Votes(wordings);
        Dictionary<string, int> again = wordings.SelectMany(wording => wording.AskedAgain).Distinct()
            .GroupBy(one => one.EntryId, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => entry.Count());
        foreach (string entry in votes.Entries.Union(again.Keys, StringComparer.Ordinal).Where(entry => catalog.IndexOf(entry) >= 0))
        {
            (int _, int helpful, int notHelpful) = votes.Of(entry);
            int askedAgain = again.GetValueOrDefault(entry);
            bool isUnhelpful = notHelpful >= options.LeastPeople
                && WilsonInterval.Of(helpful, helpful + notHelpful) is { High: < 0.5 };
            if (isUnhelpful || (askedAgain >= options.LeastPeople
                && WilsonInterval.Of(askedAgain, Math.Max(askedAgain, AnsweredBy(entry, wordings))) is { Low: > OftenAskedAgain }))
            {
                LoggedWording[] own =
                [
                    .. wordings.Where(wording => wording.AskedAgain.Any(one => one.EntryId == entry)
                        || wording.Feedback.Any(said => said.EntryId == entry && said.Kind == FeedbackKind.NotHelpful)),
                ];
                yield return Make(entry, null, own, votes.Of(entry), Math.Max(notHelpful, askedAgain)) with { AskedAgain = askedAgain };
            }
        }
    }

    /// <summary>Different users whom an entry answered, as far as can be told: those who asked wordings that it mostly answers.</summary>
    private static int AnsweredBy(string entry, IReadOnlyList<LoggedWording> wordings) => wordings
        .Where(wording =>
            wording.Results.Where(result => result.Decision == Decision.Answer).MaxBy(result => result.Asked)?.EntryId == entry)
        .SelectMany(wording => wording.Users.Select(user => user.User)).Distinct().Count();

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
