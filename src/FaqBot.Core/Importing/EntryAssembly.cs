using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>Makes the entries of the knowledge base from what is there and what the input brings.</summary>
internal sealed class EntryAssembly
{
    private readonly IReadOnlyList<FaqEntry> _present;
    private readonly IReadOnlyList<EntryDraft> _drafts;
    private readonly ImportOptions _options;
    private readonly HashSet<string> _replacedSources;
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<EntryDraft, List<string>> _questions = [];
    private readonly Dictionary<FoundEntry, EntryDraft> _byFound = [];
    private readonly Dictionary<string, EntryDraft> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaqEntry> _presentById;
    private readonly Dictionary<(string File, string? Sheet, string Id), EntryDraft> _byPlacedId = [];
    private readonly Dictionary<string, EntryDraft> _byStatedId = new(StringComparer.Ordinal);

    public EntryAssembly(
        IReadOnlyList<FaqEntry> present, IReadOnlyList<EntryDraft> drafts, ImportOptions options)
    {
        _present = present;
        _presentById = present.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        _drafts = [.. drafts.Where(draft => !draft.IsRefused)];
        _options = options;
        _replacedSources = options.Mode != ImportMode.ReplaceSource ? []
            : options.Source is { } source ? new(StringComparer.OrdinalIgnoreCase) { source }
            : new(drafts.Select(draft => draft.Source).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        foreach (EntryDraft draft in _drafts)
        {
            _byFound[draft.Found] = draft;
            _byId[draft.Id] = draft;
            foreach (string id in new[] { draft.FileId, draft.Found.Id?.Trim() }.OfType<string>())
            {
                _byPlacedId.TryAdd((draft.Found.Place.File, draft.Found.Place.Sheet, id), draft);
                _byStatedId.TryAdd(id, draft);
            }
        }
    }

    /// <summary>What was not taken over as it was.</summary>
    public NoteLog Notes { get; } = new();

    /// <summary>The fates of all entries.</summary>
    public List<EntryFate> Fates { get; } = [];

    /// <summary>How many questions imported entries have.</summary>
    /// <param name="ids">The ids of the entries.</param>
    public int QuestionsOf(IReadOnlySet<string> ids) => _questions.Where(pair => ids.Contains(pair.Key.Id)).Sum(pair => pair.Value.Count);

    /// <summary>Makes the entries.</summary>
    /// <param name="cancellationToken">Stops between two entries.</param>
    /// <returns>The entries: what is there in its order, then what is new.</returns>
    public List<FaqEntry> Assemble(CancellationToken cancellationToken)
    {
        Dictionary<string, EntryDraft> matched = _drafts.Where(draft => draft.Present is not null)
            .ToDictionary(draft => draft.Id, StringComparer.Ordinal);
        FaqEntry[] others = [.. _present.Where(entry => !matched.ContainsKey(entry.Id))];
        FaqEntry[] kept = [.. others.Where(Stays)];
        foreach (FaqEntry entry in kept)
        {
            foreach (string question in entry.Questions)
            {
                _owners.TryAdd(EntryMatching.KeyOf(question), entry.Id);
            }
        }

        foreach (EntryDraft draft in _drafts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TakeStated(draft);
        }

        foreach (EntryDraft draft in _drafts)
        {
            KeepFormer(draft);
        }

        EntryDraft[] taken = [.. _drafts.Where(draft => _questions[draft].Count > 0)];
        MarkContextOnly(taken);
        HashSet<string> ids = [.. kept.Select(entry => entry.Id), .. taken.Select(draft => draft.Id)];
        Dictionary<string, FaqEntry> made = new(StringComparer.Ordinal);
        foreach (EntryDraft draft in taken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made[draft.Id] = Make(draft, ids);
        }

        foreach (EntryDraft draft in _drafts)
        {
            Fates.Add(made.TryGetValue(draft.Id, out FaqEntry? entry) ? FateOf(draft, entry)
                : new EntryFate(null, EntryChange.Refused, [], draft.Found.Rows));
        }

        Fates.AddRange(others.Select(entry => new EntryFate(entry.Id, Stays(entry) ? EntryChange.Missing : EntryChange.Removed, [], [])));
        IEnumerable<FaqEntry> inOrder = _options.Mode == ImportMode.ReplaceAll
            ? taken.Select(draft => made[draft.Id])
            : [
                .. _present.Where(entry => made.ContainsKey(entry.Id) || Stays(entry) && !matched.ContainsKey(entry.Id))
                    .Select(entry => made.GetValueOrDefault(entry.Id) ?? WithTargets(entry, ids)),
                .. taken.Where(draft => draft.Present is null).Select(draft => made[draft.Id]),
            ];
        return [.. inOrder];
    }

    private bool Stays(FaqEntry entry) => _options.Mode switch
    {
        ImportMode.ReplaceAll => false,
        ImportMode.ReplaceSource => entry.Source is null || !_replacedSources.Contains(entry.Source),
        _ => true,
    };

    /// <summary>Whether the draft takes the place of what is there, instead of adding to it.</summary>
    private bool Replaces(EntryDraft draft) => draft.Present is null || _options.Mode == ImportMode.ReplaceAll
        || _options.Mode == ImportMode.ReplaceSource && !Stays(draft.Present);

    private void TakeStated(EntryDraft draft)
    {
        List<string> questions = _questions[draft] = [];
        foreach (DraftQuestion question in draft.Questions)
        {
            if (_owners.TryAdd(question.Key, draft.Id))
            {
                questions.Add(question.Text);
            }
            else if (_owners[question.Key] == draft.Id)
            {
                Notes.LeftOut(
                    NoteCode.QuestionRepeated, question.Found.Place,
                    $"'{QnaCells.Shown(question.Text)}' repeats a question of its entry; case, width, blanks and punctuation do not tell questions apart");
            }
            else
            {
                Notes.LeftOut(
                    NoteCode.QuestionTaken, question.Found.Place,
                    $"'{QnaCells.Shown(question.Text)}' is a question of entry {_owners[question.Key]} already; a question leads to one entry");
            }
        }
    }

    /// <summary>Wordings that the input does not have stay, unless it gives them to another entry.</summary>
    private void KeepFormer(EntryDraft draft)
    {
        List<string> questions = _questions[draft];
        if (!Replaces(draft))
        {
            foreach (string question in draft.Present!.Questions)
            {
                string key = EntryMatching.KeyOf(question);
                if (_owners.TryAdd(key, draft.Id))
                {
                    questions.Add(question);
                }
                else if (_owners[key] != draft.Id)
                {
                    Notes.Changed(
                        NoteCode.WordingMoved, draft.Found.Place,
                        $"'{QnaCells.Shown(question)}' went from entry {draft.Id} to entry {_owners[key]}, as the input has it");
                }
            }
        }

        if (questions.Count > KnowledgeLimits.Alternates + 1)
        {
            Notes.LeftOut(
                NoteCode.TooManyWordings, draft.Found.Place,
                $"the entry has {questions.Count} wordings, of which the first {KnowledgeLimits.Alternates + 1} are kept; split it");
            questions.RemoveRange(KnowledgeLimits.Alternates + 1, questions.Count - KnowledgeLimits.Alternates - 1);
        }

        if (questions.Count == 0)
        {
            Notes.LeftOut(
                NoteCode.NoQuestion, draft.Found.Place, "the entry has no question of its own; give it one to keep it");
        }
    }

    private void MarkContextOnly(IEnumerable<EntryDraft> taken)
    {
        foreach (EntryDraft draft in taken)
        {
            foreach (FoundPrompt prompt in draft.Found.Prompts ?? [])
            {
                if (prompt.MakesContextOnly && TargetOf(draft, prompt) is { } id && _byId.TryGetValue(id, out EntryDraft? target))
                {
                    target.ContextOnly = true;
                }
            }
        }
    }

    private FaqEntry Make(EntryDraft draft, HashSet<string> ids)
    {
        FaqEntry? former = draft.Present;
        bool replaces = Replaces(draft);
        List<string> questions = _questions[draft];
        FaqEntry? basis = replaces ? null : former;
        if (replaces && former is not null)
        {
            NoteRemoved(draft, former);
        }

        return new FaqEntry
        {
            Id = draft.Id,
            Question = questions[0],
            Alternates = [.. questions.Skip(1)],
            NotThis = NotThis(draft, basis, questions),
            Answer = basis is null ? draft.Answer : Merged(draft, basis.Answer),
            Metadata = draft.Metadata ?? basis?.Metadata ?? [],
            Source = draft.StatesSource || basis is null ? draft.Source : basis.Source,
            Prompts = draft.Found.Prompts is null ? basis is null ? [] : [.. basis.Prompts.Where(prompt => ids.Contains(prompt.EntryId))]
                : Prompts(draft, basis, ids),
            ContextOnly = draft.ContextOnly ?? basis?.ContextOnly ?? false,
            Enabled = draft.Found.Enabled ?? basis?.Enabled ?? true,
            ValidFrom = draft.Found.Validity is { } from ? from.From : basis?.ValidFrom,
            ValidUntil = draft.Found.Validity is { } until ? until.Until : basis?.ValidUntil,
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
                    $"'{QnaCells.Shown(question.Text)}' is a question of the entry, or a counter-example already, and was left out of the counter-examples");
            }
        }

        result.AddRange(basis?.NotThis.Where(text => own.Add(EntryMatching.KeyOf(text))) ?? []);
        return [.. result.Take(KnowledgeLimits.NotThis)];
    }

    /// <summary>One text for every language does not undo what an owner has translated.</summary>
    private LocalizedText Merged(EntryDraft draft, LocalizedText former)
    {
        IReadOnlyDictionary<string, string> stated = draft.Answer.Texts, there = former.Texts;
        if (stated.Count == 1 && stated.TryGetValue(LocalizedText.AnyLanguage, out string? text))
        {
            if (there.Count == 1 || there.Values.Contains(text))
            {
                return there.Values.Contains(text) ? former : draft.Answer;
            }

            string tag = LanguageTag.Of(LanguageGuess.Of(text));
            tag = there.ContainsKey(tag) ? tag : there.ContainsKey(LocalizedText.AnyLanguage) ? LocalizedText.AnyLanguage : there.Keys.First();
            Notes.Changed(
                NoteCode.OtherLanguagesStay, draft.Found.Place,
                $"the answer of entry {draft.Id} in {tag} is replaced; those in {string.Join(", ", there.Keys.Where(key => key != tag))} stay as they are");
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

    private List<FollowUpPrompt> Prompts(EntryDraft draft, FaqEntry? basis, HashSet<string> ids)
    {
        List<FollowUpPrompt> prompts = [];
        foreach (FoundPrompt prompt in draft.Found.Prompts!.OrderBy(prompt => prompt.Order))
        {
            string? id = TargetOf(draft, prompt);
            if (id is null || id == draft.Id || !ids.Contains(id))
            {
                Notes.LeftOut(
                    NoteCode.PromptLost, prompt.Place,
                    $"the prompt '{QnaCells.Shown(prompt.Text?.ToString() ?? prompt.TargetQuestion ?? "")}' leads to {(id == draft.Id ? "its own entry" : "no entry")}");
            }
            else if (prompt.Text?.Texts.Values.Any(text => text.Contains(TextDecoder.Replacement, StringComparison.Ordinal)) == true)
            {
                Notes.Refuse(
                    NoteCode.DamagedText, prompt.Place, "a prompt holds U+FFFD, which stands for characters that are lost; it was left out");
            }
            else if (prompts.Count == KnowledgeLimits.Prompts)
            {
                Notes.LeftOut(
                    NoteCode.TooManyPrompts, prompt.Place, $"the prompt '{prompt.Text}' is more than the {KnowledgeLimits.Prompts} that an entry has");
            }
            else
            {
                prompts.Add(new FollowUpPrompt(TextOf(draft, prompt, id, basis), id));
            }
        }

        return prompts;
    }

    private LocalizedText TextOf(EntryDraft draft, FoundPrompt prompt, string id, FaqEntry? basis)
    {
        if (prompt.Text is null)
        {
            string question = _byId.TryGetValue(id, out EntryDraft? target) && _questions[target].Count > 0
                ? _questions[target][0] : _presentById[id].Question;
            return new LocalizedText(EntryNormalizer.Cut(question, KnowledgeLimits.PromptText, "text of a prompt", prompt.Place, Notes));
        }

        IReadOnlyDictionary<string, string> texts = prompt.Text.Texts;
        if (texts.Count == 1 && basis?.Prompts.FirstOrDefault(former => former.EntryId == id && former.Text.Texts.Values.Contains(texts.Values.First()))
            is { } translated)
        {
            return translated.Text;
        }

        return new LocalizedText(texts.ToDictionary(
            text => text.Key, text => EntryNormalizer.Cut(text.Value.Trim(), KnowledgeLimits.PromptText, "text of a prompt", prompt.Place, Notes)));
    }

    private string? TargetOf(EntryDraft draft, FoundPrompt prompt)
    {
        if (prompt.Target is { } found)
        {
            return _byFound.GetValueOrDefault(found)?.Id;
        }

        if (prompt.TargetId?.Trim() is { Length: > 0 } id)
        {
            EntryDraft? target = _byPlacedId.GetValueOrDefault((draft.Found.Place.File, draft.Found.Place.Sheet, id)) ?? _byStatedId.GetValueOrDefault(id);
            return target?.Id ?? (draft.Found.IsOwnId ? id : null);
        }

        return prompt.TargetQuestion is { } question ? _owners.GetValueOrDefault(EntryMatching.KeyOf(question)) : null;
    }

    /// <summary>An entry that stays, without prompts to entries that are gone.</summary>
    private FaqEntry WithTargets(FaqEntry entry, HashSet<string> ids)
    {
        if (entry.Prompts.All(prompt => ids.Contains(prompt.EntryId)))
        {
            return entry;
        }

        Notes.Changed(NoteCode.PromptLost, new Place(entry.Id), $"entry {entry.Id} had prompts to entries that are removed; they are gone, too");
        return entry with { Prompts = [.. entry.Prompts.Where(prompt => ids.Contains(prompt.EntryId))] };
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
        }
        where field.Differs
        select field.Name;
}
