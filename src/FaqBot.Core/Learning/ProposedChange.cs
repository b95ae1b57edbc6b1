namespace FaqBot.Core.Learning;

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
    /// <summary>Makes the change of a suggestion.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="suggestion">The suggestion.</param>
    /// <param name="chosen">The wordings that are accepted; null: all of them.</param>
    /// <returns>The change; null for a repair, which a person makes.</returns>
    public static ProposedChange? Of(string knowledgeBaseId, Suggestion suggestion, IReadOnlyCollection<string>? chosen)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        string[] wordings =
            [.. suggestion.Wordings.Select(wording => wording.Text).Where(text => chosen is null || chosen.Contains(text))];
        return wordings.Length == 0 ? null : suggestion.Queue switch
        {
            QueueKind.Wordings => new ProposedChange(
                knowledgeBaseId, suggestion.Id, ProposedChangeKind.AddAlternates, suggestion.EntryId, null, wordings),
            QueueKind.Gaps => new ProposedChange(
                knowledgeBaseId, suggestion.Id, ProposedChangeKind.AddEntry, null, wordings[0], wordings[1..]),
            _ => null,
        };
    }
}

/// <summary>What a change does.</summary>
public enum ProposedChangeKind
{
    /// <summary>Adds alternates to an entry.</summary>
    AddAlternates,

    /// <summary>Adds an entry, whose answer is still to be written.</summary>
    AddEntry,
}

/// <summary>Takes a change up into the working copy of its knowledge base.</summary>
/// <param name="change">The change.</param>
/// <param name="cancellationToken">The caller has gone.</param>
public delegate Task ChangeTaker(ProposedChange change, CancellationToken cancellationToken);
