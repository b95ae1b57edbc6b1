using FaqBot.Core.Analytics;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Learning;

/// <summary>Suggestions that came with the entries, from another service: their counts are all that is known of them.</summary>
public static class ImportedSuggestions
{
    /// <summary>Makes a suggestion of each entry's.</summary>
    /// <param name="entries">The entries as they are edited.</param>
    /// <param name="catalog">What is published; a rejection counts while its entry is the same there.</param>
    /// <param name="rejected">What was rejected.</param>
    /// <returns>The suggestions, the most frequent first.</returns>
    public static IReadOnlyList<Suggestion> Of(IEnumerable<FaqEntry> entries, FaqCatalog catalog, IReadOnlyList<Rejection> rejected)
    {
        ArgumentNullException.ThrowIfNull(entries);
        RejectionFilter filter = new(rejected, catalog, least: 1);
        return
        [
            .. entries.SelectMany(entry => entry.Suggested.Select(one => Make(entry, one)))
                .Where(one => !filter.Covers(one, default))
                .OrderByDescending(one => one.Rank).ThenBy(one => one.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Puts suggestions of the log beside the entries that they are for, as other services have them.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="suggestions">Suggestions; those of other queues than wordings have no place there.</param>
    /// <returns>The knowledge base with them; none twice, and at most as many as an entry may have.</returns>
    public static KnowledgeBase With(KnowledgeBase knowledge, IEnumerable<Suggestion> suggestions)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ILookup<string, SuggestedQuestion> made = suggestions.Where(one => one is { Queue: QueueKind.Wordings, EntryId: not null })
            .SelectMany(one => one.Wordings, (one, wording) => (one.EntryId, Question: new SuggestedQuestion(
                wording.Text, wording.People, one.Chosen)))
            .ToLookup(one => one.EntryId!, one => one.Question, StringComparer.Ordinal);
        return knowledge with { Entries = [.. knowledge.Entries.Select(entry => With(entry, made[entry.Id]))] };
    }

    private static FaqEntry With(FaqEntry entry, IEnumerable<SuggestedQuestion> more)
    {
        HashSet<string> keys = [.. entry.Questions.Select(KeyOf)];
        return entry with
        {
            Suggested = [.. entry.Suggested.Concat(more).Where(one => keys.Add(KeyOf(one.Text))).Take(KnowledgeLimits.Suggested)],
        };
    }

    private static string KeyOf(string text) => TextNormalizer.MatchKey(TextNormalizer.Clean(text));

    private static Suggestion Make(FaqEntry entry, SuggestedQuestion suggested) => new()
    {
        Id = SuggestionFinder.IdOf(
            QueueKind.Wordings, entry.Id, "imported\n" + KeyOf(suggested.Text)),
        Queue = QueueKind.Wordings,
        EntryId = entry.Id,
        IsImported = true,
        People = 0,
        Chosen = suggested.Chosen,
        Wordings = [new SuggestedWording(suggested.Text, suggested.Asked, 0, 1)],
        Rank = Math.Round(Math.Log(1 + suggested.Asked + suggested.Chosen), 4),
    };
}
