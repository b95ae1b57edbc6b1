namespace FaqBot.Core.Knowledge;

/// <summary>One answer of the owner and the questions that it answers.</summary>
public sealed record FaqEntry
{
    /// <summary>Id, unique in its knowledge base.</summary>
    public required string Id { get; init; }

    /// <summary>The question as the owner shows it.</summary>
    public required string Question { get; init; }

    /// <summary>Other wordings of the question.</summary>
    public IReadOnlyList<string> Alternates { get; init; } = [];

    /// <summary>Counter-examples: questions that must never get this entry.</summary>
    public IReadOnlyList<string> NotThis { get; init; } = [];

    /// <summary>The answer, in Markdown.</summary>
    public required LocalizedText Answer { get; init; }

    /// <summary>Names and values for filters, in the owner's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Where the entry comes from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Follow-up questions to offer with the answer.</summary>
    public IReadOnlyList<FollowUpPrompt> Prompts { get; init; } = [];

    /// <summary>Whether the entry answers only after an entry that prompts for it.</summary>
    public bool ContextOnly { get; init; }

    /// <summary>Whether the entry answers at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The first instant at which the entry answers, or null.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The first instant at which it no longer answers, or null.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The question and its alternates.</summary>
    public IEnumerable<string> Questions => Alternates.Prepend(Question);
}

/// <summary>A follow-up question offered with an answer.</summary>
/// <param name="Text">What the customer reads.</param>
/// <param name="EntryId">The entry that answers it.</param>
public sealed record FollowUpPrompt(string Text, string EntryId);
