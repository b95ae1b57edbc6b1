using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>Finds which entries of the input are there already, and gives the others ids.</summary>
/// <remarks>
/// An id of another service is a number that its next export may give to something else: it says which entry is meant only where question,
/// answer or source agree.
/// </remarks>
internal sealed class EntryMatching
{
    private readonly NoteLog _notes;
    private readonly IReadOnlyList<FaqEntry> _present;
    private readonly Dictionary<string, FaqEntry> _byId;
    private readonly Dictionary<string, FaqEntry> _byQuestion = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaqEntry?> _byAnswer = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);

    public EntryMatching(IReadOnlyList<FaqEntry> present, NoteLog notes)
    {
        _present = present;
        _notes = notes;
        _byId = present.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        foreach (FaqEntry entry in present)
        {
            foreach (string question in entry.Questions)
            {
                _byQuestion.TryAdd(KeyOf(question), entry);
            }

            foreach (string answer in entry.Answer.Texts.Values.Where(QnaTable.IsLong).Distinct(StringComparer.Ordinal))
            {
                // An answer of two entries names neither.
                _byAnswer[answer] = _byAnswer.ContainsKey(answer) ? null : entry;
            }
        }
    }

    /// <summary>Sets what each draft is in the knowledge base, and its id.</summary>
    public void Match(IReadOnlyList<EntryDraft> drafts)
    {
        Dictionary<string, int> answers = drafts.SelectMany(draft => draft.Answer.Texts.Values).CountBy(text => text).ToDictionary();

        // What is certain first: an entry that only resembles must not take the place of the one that is meant.
        Claim(drafts, draft => draft.StatedId is { } id && _byId.TryGetValue(id, out FaqEntry? entry)
            && (draft.Found.IsOwnId || Agrees(draft, entry))
            ? entry : null);
        Claim(drafts, draft => draft.Questions.Select(question => _byQuestion.GetValueOrDefault(question.Key)?.Id).OfType<string>()
            .Where(id => !_claimed.Contains(id)).CountBy(id => id).OrderByDescending(pair => pair.Value)
            .Select(pair => _byId[pair.Key]).FirstOrDefault());
        Claim(drafts, draft => draft.Answer.Texts.Values.Where(text => answers[text] == 1)
            .Select(text => _byAnswer.GetValueOrDefault(text)).OfType<FaqEntry>().FirstOrDefault());
        GiveIds(drafts);
    }

    /// <summary>The key by which questions are equal.</summary>
    public static string KeyOf(string question) => TextNormalizer.MatchKey(TextNormalizer.Clean(question));

    private void Claim(IReadOnlyList<EntryDraft> drafts, Func<EntryDraft, FaqEntry?> find)
    {
        foreach (EntryDraft draft in drafts.Where(draft => draft.Present is null))
        {
            if (find(draft) is { } entry && _claimed.Add(entry.Id))
            {
                draft.Present = entry;
            }
        }
    }

    private static bool Agrees(EntryDraft draft, FaqEntry entry)
    {
        HashSet<string> keys = [.. entry.Questions.Select(KeyOf)];
        return draft.Questions.Exists(question => keys.Contains(question.Key))
            || draft.Answer.Texts.Values.Intersect(entry.Answer.Texts.Values, StringComparer.Ordinal).Any()
            || draft.Source is { } source && source == entry.Source
                && !source.EndsWith("editorial", StringComparison.OrdinalIgnoreCase);
    }

    private void GiveIds(IReadOnlyList<EntryDraft> drafts)
    {
        HashSet<string> used = new(_present.Select(entry => entry.Id), StringComparer.Ordinal);
        foreach (EntryDraft draft in drafts.Where(draft => draft.Present is not null))
        {
            draft.Id = draft.Present!.Id;
        }

        foreach (EntryDraft draft in drafts.Where(draft => draft.Present is null && draft.StatedId is not null))
        {
            if (used.Add(draft.StatedId!))
            {
                draft.Id = draft.StatedId!;
            }
            else
            {
                _notes.Changed(
                    NoteCode.IdChanged, draft.Found.Place,
                    $"the id {draft.StatedId} is that of another entry, with which neither question, answer nor source agrees; a new one "
                        + $"was given");
            }
        }

        long next = used.Select(id => long.TryParse(id, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out long number) && number < 900_000_000 ? number : 0).DefaultIfEmpty(0).Max();
        foreach (EntryDraft draft in drafts.Where(draft => draft.Id.Length == 0))
        {
            do
            {
                draft.Id = (++next).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            while (!used.Add(draft.Id));
        }
    }
}
