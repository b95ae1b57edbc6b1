namespace FaqBot.Core.Importing;

/// <summary>An entry as another service exported it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Questions">Its questions, the shown one first.</param>
/// <param name="Answer">Its answer.</param>
public sealed record ExportedEntry(string Id, List<string> Questions, string Answer)
{
    /// <summary>What it was written from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Pairs that filter it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Whether it answers only as a follow-up.</summary>
    public bool ContextOnly { get; init; }

    /// <summary>Follow-ups that it offers.</summary>
    public IReadOnlyList<ExportedPrompt> Prompts { get; init; } = [];
}

/// <summary>A follow-up question as another service exported it.</summary>
public sealed record ExportedPrompt(int Order, string EntryId, string Text);
