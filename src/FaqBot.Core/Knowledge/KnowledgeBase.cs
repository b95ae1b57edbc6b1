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

    /// <summary>What a page says first; null: a greeting with the name.</summary>
    public LocalizedText? Greeting { get; init; }

    /// <summary>Questions to begin a conversation with, in the owner's order.</summary>
    public IReadOnlyList<LocalizedText> Starters { get; init; } = [];

    /// <summary>What values of the metadata name <c>category</c> are called before visitors, in the order in which they are
    /// shown.</summary>
    public IReadOnlyList<CategoryName> Categories { get; init; } = [];

    /// <summary>The entries, in the owner's order.</summary>
    public required IReadOnlyList<FaqEntry> Entries { get; init; }
}

/// <summary>What a category is called.</summary>
/// <param name="Value">The value of the metadata name <see cref="MetadataName"/>.</param>
/// <param name="Name">What visitors read.</param>
public sealed record CategoryName(string Value, LocalizedText Name)
{
    /// <summary>The name of the metadata that sorts entries into categories.</summary>
    public const string MetadataName = "category";
}
