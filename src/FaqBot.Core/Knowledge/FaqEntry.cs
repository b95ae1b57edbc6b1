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

    /// <summary>Names and values for filters, in the owner's order; a name may have several values.</summary>
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

    /// <summary>Wordings that another service suggests, or that this one did where the entry comes from: nothing is answered by them until
    /// somebody accepts them.</summary>
    public IReadOnlyList<SuggestedQuestion> Suggested { get; init; } = [];

    /// <summary>The question and its alternates.</summary>
    public IEnumerable<string> Questions => Alternates.Prepend(Question);
}

/// <summary>A wording that somebody has still to decide on.</summary>
/// <param name="Text">The wording.</param>
/// <param name="Asked">How often scores alone suggested it.</param>
/// <param name="Chosen">How often users did by choosing.</param>
public sealed record SuggestedQuestion(string Text, int Asked, int Chosen);

/// <summary>A follow-up question offered with an answer.</summary>
/// <param name="Text">What the customer reads.</param>
/// <param name="EntryId">The entry that answers it.</param>
public sealed record FollowUpPrompt(LocalizedText Text, string EntryId);

/// <summary>Metadata as protocols read it that know one value a name.</summary>
public static class SingleValues
{
    /// <summary>Joins what one name may have several of: with <c>|</c>, as exports of QnA Maker write several pairs.</summary>
    /// <param name="metadata">Names and values.</param>
    /// <returns>A value for each name, in the order of the names.</returns>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        OrderedDictionary<string, string> values = new(metadata.Count, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in metadata)
        {
            values[name] = values.TryGetValue(name, out string? former) ? $"{former}|{value}" : value;
        }

        return values;
    }
}
