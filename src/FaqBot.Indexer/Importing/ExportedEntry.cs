namespace FaqBot.Indexer.Importing;

/// <summary>An entry as another service exported it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Questions">Its questions, the shown one first.</param>
/// <param name="Answer">Its answer.</param>
internal sealed record ExportedEntry(string Id, List<string> Questions, string Answer)
{
    public string? Source { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    public bool ContextOnly { get; init; }

    public IReadOnlyList<ExportedPrompt> Prompts { get; init; } = [];
}

/// <summary>A follow-up question as another service exported it.</summary>
internal sealed record ExportedPrompt(int Order, string EntryId, string Text);
