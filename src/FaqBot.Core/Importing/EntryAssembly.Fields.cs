using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <content>The fields of an entry: what the input states, else what is there.</content>
internal sealed partial class EntryAssembly
{
    private FaqEntry Make(EntryDraft draft, HashSet<string> ids)
    {
        FaqEntry? former = draft.Present;
        bool replaces = Replaces(draft);
        List<string> questions = _questions[draft];
        FaqEntry? basis = replaces && !_options.KeepsUnstated ? null : former;
        if (replaces && former is not null && basis is null)
        {
            NoteRemoved(draft, former);
        }

        return new FaqEntry
        {
            Id = draft.Id,
            Question = questions[0],
            Alternates = [.. questions.Skip(1)],
            NotThis = NotThis(draft, basis, questions),
            Answer = basis is null ? draft.Answer : Merged(draft, basis.Answer, Notes),
            Metadata = draft.Metadata ?? basis?.Metadata ?? [],
            Source = draft.StatesSource || basis is null ? draft.Source : basis.Source,
            Prompts = draft.Found.Prompts is null ? basis is null ? [] : [.. basis.Prompts.Where(prompt => ids.Contains(prompt.EntryId))]
                : Prompts(draft, basis, ids),
            ContextOnly = draft.ContextOnly ?? basis?.ContextOnly ?? false,
            Enabled = draft.Found.Enabled ?? basis?.Enabled ?? true,
            ValidFrom = draft.Found.Validity is { } from ? from.From : basis?.ValidFrom,
            ValidUntil = draft.Found.Validity is { } until ? until.Until : basis?.ValidUntil,
            Suggested = Suggested(draft, basis, questions),
        };
    }

    private void NoteRemoved(EntryDraft draft, FaqEntry former)
    {
        string[] gone =
        [
            .. new (string Name, bool IsGone)[]
            {
                ("metadata", draft.Metadata is null && former.Metadata.Count > 0),
                ("prompts", draft.Found.Prompts is null && former.Prompts.Count > 0),
                ("notThis", draft.NotThis.Count == 0 && former.NotThis.Count > 0 && !draft.Found.IsOwnId),
                ("contextOnly", draft.ContextOnly is null && former.ContextOnly),
                ("enabled", draft.Found.Enabled is null && !former.Enabled),
                ("validity", draft.Found.Validity is null && (former.ValidFrom ?? former.ValidUntil) is not null),
                ("other languages of the answer", former.Answer.Texts.Count > draft.Answer.Texts.Count),
            }.Where(field => field.IsGone).Select(field => field.Name),
        ];
        if (gone.Length > 0)
        {
            Notes.Changed(
                NoteCode.FieldRemoved, draft.Found.Place,
                $"entry {draft.Id} had {string.Join(", ", gone)}, which the input has no place for; they are gone with what it replaces");
        }
    }

    private List<string> NotThis(EntryDraft draft, FaqEntry? basis, List<string> questions)
    {
        if (draft.LosesNotThis)
        {
            return [];
        }

        HashSet<string> own = [.. questions.Select(EntryMatching.KeyOf)];
        List<string> result = [];
        foreach (DraftQuestion question in draft.NotThis)
        {
            if (own.Add(question.Key))
            {
                result.Add(question.Text);
            }
            else
            {
                Notes.LeftOut(
                    NoteCode.QuestionRepeated, question.Found.Place,
                    $"'{QnaCells.Shown(question.Text)}' is a question of the entry, or a counter-example already, and was left out of "
                        + $"the counter-examples");
            }
        }

        result.AddRange(basis?.NotThis.Where(text => own.Add(EntryMatching.KeyOf(text))) ?? []);
        return [.. result.Take(KnowledgeLimits.NotThis)];
    }

    /// <summary>What waits for a decision: none that is a question of the entry by now.</summary>
    private static List<SuggestedQuestion> Suggested(EntryDraft draft, FaqEntry? basis, List<string> questions)
    {
        HashSet<string> keys = [.. questions.Select(EntryMatching.KeyOf)];
        List<SuggestedQuestion> result = [];
        foreach (SuggestedQuestion one in draft.Found.Suggestions
            .Select(found => new SuggestedQuestion(
                TextNormalizer.Clean(found.Question), Math.Max(0, found.AutoCount), Math.Max(0, found.UserCount)))
            .Concat(basis?.Suggested ?? []))
        {
            string key = EntryMatching.KeyOf(one.Text);
            if (key.Length > 0 && one.Text.EnumerateRunes().Count() <= KnowledgeLimits.QuestionRunes && keys.Add(key)
                && result.Count < KnowledgeLimits.Suggested)
            {
                result.Add(one);
            }
        }

        return result;
    }

    /// <summary>One text for every language does not undo what an owner has translated.</summary>
    internal static LocalizedText Merged(EntryDraft draft, LocalizedText former, NoteLog notes)
    {
        IReadOnlyDictionary<string, string> stated = draft.Answer.Texts, there = former.Texts;
        if (stated.Count == 1 && stated.TryGetValue(LocalizedText.AnyLanguage, out string? text))
        {
            if (there.Count == 1 || there.Values.Contains(text))
            {
                return there.Values.Contains(text) ? former : draft.Answer;
            }

            string tag = LanguageTag.Of(LanguageGuess.Of(text));
            tag = there.ContainsKey(tag) ? tag : there.ContainsKey(LocalizedText.AnyLanguage) ? LocalizedText.AnyLanguage
                : there.Keys.First();
            notes.Changed(
                NoteCode.OtherLanguagesStay, draft.Found.Place,
                $"the answer of entry {draft.Id} in {tag} is replaced; those in {string.Join(", ", there.Keys.Where(key => key != tag))} "
                    + $"stay as they are");
            return new LocalizedText(new Dictionary<string, string>(there, StringComparer.Ordinal) { [tag] = text });
        }

        Dictionary<string, string> merged = there.Count == 1 && there.ContainsKey(LocalizedText.AnyLanguage)
            ? [] : new Dictionary<string, string>(there, StringComparer.Ordinal);
        foreach ((string language, string one) in stated)
        {
            merged[language] = one;
        }

        return new LocalizedText(merged);
    }

    private static EntryFate FateOf(EntryDraft draft, FaqEntry entry)
    {
        if (draft.Present is not { } former)
        {
            return new EntryFate(entry.Id, EntryChange.New, [], draft.Found.Rows);
        }

        string[] fields = [.. ChangedFields(former, entry)];
        return new EntryFate(entry.Id, fields.Length == 0 ? EntryChange.Same : EntryChange.Changed, fields, draft.Found.Rows);
    }

    private static IEnumerable<string> ChangedFields(FaqEntry former, FaqEntry entry) =>
        from field in new (string Name, bool Differs)[]
        {
            ("question", former.Question != entry.Question),
            ("alternates", !former.Alternates.SequenceEqual(entry.Alternates)),
            ("notThis", !former.NotThis.SequenceEqual(entry.NotThis)),
            ("answer", former.Answer != entry.Answer),
            ("metadata", !former.Metadata.SequenceEqual(entry.Metadata)),
            ("source", former.Source != entry.Source),
            ("prompts", !former.Prompts.SequenceEqual(entry.Prompts)),
            ("contextOnly", former.ContextOnly != entry.ContextOnly),
            ("enabled", former.Enabled != entry.Enabled),
            ("validity", former.ValidFrom != entry.ValidFrom || former.ValidUntil != entry.ValidUntil),
            ("suggested", !former.Suggested.SequenceEqual(entry.Suggested)),
        }
        where field.Differs
        select field.Name;
}
