using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>Makes the entries of the knowledge base from what is there and what the input brings.</summary>
internal sealed partial class EntryAssembly
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

        // A question goes before what only another entry lists as a further wording.
        foreach (EntryDraft draft in _drafts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (DraftQuestion question in draft.Questions.Where(question => !question.Found.IsAlternate))
            {
                _owners.TryAdd(question.Key, draft.Id);
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
        HashSet<string> own = new(StringComparer.Ordinal);
        foreach (DraftQuestion question in draft.Questions)
        {
            _owners.TryAdd(question.Key, draft.Id);
            if (_owners[question.Key] == draft.Id && own.Add(question.Key))
            {
                questions.Add(question.Text);
            }
            else if (_owners[question.Key] == draft.Id)
            {
                Notes.LeftOut(
                    NoteCode.QuestionRepeated, question.Found.Place,
                    $"'{QnaCells.Shown(question.Text)}' repeats a question of its entry; case, width, blanks and punctuation do not tell "
                        + $"questions apart");
            }
            else
            {
                Notes.LeftOut(
                    NoteCode.QuestionTaken, question.Found.Place,
                    $"'{QnaCells.Shown(question.Text)}' is a question of entry {_owners[question.Key]} already; a question leads to one "
                        + $"entry");
            }
        }
    }

    /// <summary>Wordings that the input does not have stay, unless it gives them to another entry.</summary>
    private void KeepFormer(EntryDraft draft)
    {
        List<string> questions = _questions[draft];
        if (!Replaces(draft) && !draft.Found.StatesWordings)
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

    /// <summary>An entry that stays, without prompts to entries that are gone.</summary>
    private FaqEntry WithTargets(FaqEntry entry, HashSet<string> ids)
    {
        if (entry.Prompts.All(prompt => ids.Contains(prompt.EntryId)))
        {
            return entry;
        }

        Notes.Changed(NoteCode.PromptLost, new Place(entry.Id),
            $"entry {entry.Id} had prompts to entries that are removed; they are gone, too");
        return entry with { Prompts = [.. entry.Prompts.Where(prompt => ids.Contains(prompt.EntryId))] };
    }
}
