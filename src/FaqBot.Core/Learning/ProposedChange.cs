using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Learning;

/// <summary>How somebody accepts a suggestion.</summary>
public sealed record Acceptance
{
    /// <summary>The wordings that are accepted, as they are listed; null: all of them.</summary>
    public IReadOnlyCollection<string>? Wordings { get; init; }

    /// <summary>The entry that the wordings are for, in place of the one that is suggested, or of a new one; or null.</summary>
    public string? EntryId { get; init; }

    /// <summary>Answer of a new entry, or the new one of an entry whose answer does not help; or null.</summary>
    public LocalizedText? Answer { get; init; }

    /// <summary>Whether two entries that are taken for each other become one; otherwise the wordings go to the one that is meant.</summary>
    public bool Merges { get; init; }
}

/// <summary>What accepting a suggestion asks of the knowledge base.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="SuggestionId">The suggestion.</param>
/// <param name="Kind">What to change.</param>
/// <param name="EntryId">The entry to change; null for a new one.</param>
/// <param name="Question">The question of a new entry; null otherwise.</param>
/// <param name="Alternates">The wordings to add.</param>
public sealed record ProposedChange(
    string KnowledgeBaseId, string SuggestionId, ProposedChangeKind Kind, string? EntryId, string? Question,
        IReadOnlyList<string> Alternates)
{
    /// <summary>The entry that is taken for <see cref="EntryId"/>, and gives wordings or all it has to it; or null.</summary>
    public string? FromEntryId { get; init; }

    /// <summary>The answer; null where the change is none of it, or it is still to be written.</summary>
    public LocalizedText? Answer { get; init; }

    /// <summary>Makes the change of a suggestion.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="suggestion">The suggestion.</param>
    /// <param name="accepted">How it is accepted; null: as it is suggested.</param>
    /// <returns>The change; null where nothing of the suggestion is accepted, or an answer that does not help has no other.</returns>
    public static ProposedChange? Of(string knowledgeBaseId, Suggestion suggestion, Acceptance? accepted = null)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        accepted ??= new Acceptance();
        string[] wordings =
        [
            .. suggestion.Wordings.Select(wording => wording.Text)
                .Where(text => accepted.Wordings is not { } chosen || chosen.Contains(text)),
        ];
        if (suggestion is { Queue: QueueKind.Repairs, OtherEntryId: null })
        {
            return accepted.Answer is { } answer
                ? Make(ProposedChangeKind.ChangeAnswer, suggestion.EntryId, null, []) with { Answer = answer } : null;
        }

        if (wordings.Length == 0)
        {
            return null;
        }

        return (suggestion.Queue, accepted.EntryId ?? (suggestion.Queue == QueueKind.Wordings ? suggestion.EntryId : null)) switch
        {
            (QueueKind.Repairs, _) when accepted.Merges =>
                Make(ProposedChangeKind.Merge, suggestion.OtherEntryId, null, []) with { FromEntryId = suggestion.EntryId },
            (QueueKind.Repairs, _) => Make(ProposedChangeKind.MoveWordings, suggestion.OtherEntryId, null, wordings) with
            {
                FromEntryId = suggestion.EntryId,
            },
            (_, { } entry) => Make(ProposedChangeKind.AddAlternates, entry, null, wordings),
            _ => Make(ProposedChangeKind.AddEntry, null, wordings[0], wordings[1..]) with { Answer = accepted.Answer },
        };

        ProposedChange Make(ProposedChangeKind kind, string? entry, string? question, IReadOnlyList<string> alternates) =>
            new(knowledgeBaseId, suggestion.Id, kind, entry, question, alternates);
    }
}

/// <summary>What a change does.</summary>
public enum ProposedChangeKind
{
    /// <summary>Adds alternates to an entry.</summary>
    AddAlternates,

    /// <summary>Adds an entry; without an answer it is switched off until one is written.</summary>
    AddEntry,

    /// <summary>Gives an entry another answer.</summary>
    ChangeAnswer,

    /// <summary>Gives wordings to the entry that is meant, and takes them away from the one that came first.</summary>
    MoveWordings,

    /// <summary>Gives all questions of an entry to another, and deletes it; prompts that led to it lead to the other.</summary>
    Merge,
}
