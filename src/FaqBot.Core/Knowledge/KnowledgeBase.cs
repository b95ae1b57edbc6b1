namespace FaqBot.Knowledge;

/// <summary>All entries of one owner's subject, as edited.</summary>
/// <remarks>Whatever <see cref="FaqFile"/> gives keeps every rule of the format.</remarks>
public sealed record KnowledgeBase
{
    /// <summary>Id, as clients name it.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Tags of the languages that it serves.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What a customer reads when no entry answers.</summary>
    public required LocalizedText DefaultAnswer { get; init; }

    /// <summary>The entries, in the owner's order.</summary>
    public required IReadOnlyList<FaqEntry> Entries { get; init; }
}
