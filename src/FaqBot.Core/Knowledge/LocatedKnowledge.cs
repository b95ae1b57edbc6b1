namespace FaqBot.Core.Knowledge;

/// <summary>A knowledge base with the lines of its parts.</summary>
/// <param name="Base">The knowledge base.</param>
/// <param name="Entries">Its entries with lines, in the same order.</param>
internal sealed record LocatedKnowledge(KnowledgeBase Base, IReadOnlyList<LocatedEntry> Entries);

/// <summary>An entry with the lines of its parts.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Line">Line of the entry.</param>
/// <param name="QuestionLines">Line of each of <see cref="FaqEntry.Questions"/>.</param>
/// <param name="PromptLines">Line of each prompt.</param>
internal sealed record LocatedEntry(FaqEntry Entry, int Line, IReadOnlyList<int> QuestionLines, IReadOnlyList<int> PromptLines)
{
    /// <summary>Line of each of <see cref="FaqEntry.NotThis"/>.</summary>
    public IReadOnlyList<int> NotThisLines { get; init; } = [];
}
