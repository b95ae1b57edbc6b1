namespace FaqBot.Core.Knowledge;

/// <summary>All entries of one owner's subject, as edited.</summary>
/// <remarks>Whatever <see cref="FaqFile"/> gives keeps every rule of the format.</remarks>
public sealed record KnowledgeBase
{
    /// <summary>Id, as clients name it.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Tags of the languages that it serves.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What a customer reads when no entry answers.</summary>
    public required LocalizedText DefaultAnswer { get; init; }

    /// <summary>Groups of words that mean the same, no word in two of them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Synonyms { get; init; } = [];

    /// <summary>Groups of words that fit the same place and make different questions, no word twice in one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Contrasts { get; init; } = [];

    /// <summary>Phrases that say nothing at the start or end of a question.</summary>
    public IReadOnlyList<string> StopPhrases { get; init; } = [];

    /// <summary>Questions to begin a conversation with, in the owner's order.</summary>
    public IReadOnlyList<LocalizedText> Starters { get; init; } = [];

    /// <summary>The entries, in the owner's order.</summary>
    public required IReadOnlyList<FaqEntry> Entries { get; init; }
}
