using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing;

/// <summary>A question that can be asked, with the key by which it equals others.</summary>
internal readonly record struct DraftQuestion(FoundText Found, string Text, string Key);

/// <summary>An entry of the input that keeps the rules of a single entry.</summary>
/// <param name="found">The entry as the input has it.</param>
internal sealed class EntryDraft(FoundEntry found)
{
    /// <summary>The entry as the input has it.</summary>
    public FoundEntry Found { get; } = found;

    /// <summary>Its id in our writing; null: none is stated.</summary>
    public string? StatedId { get; set; }

    /// <summary>The id by which prompts of its file name it.</summary>
    public string? FileId { get; } = found.Id?.Trim();

    /// <summary>Its questions.</summary>
    public List<DraftQuestion> Questions { get; } = [];

    /// <summary>Its counter-examples.</summary>
    public List<DraftQuestion> NotThis { get; } = [];

    /// <summary>Its answer.</summary>
    public required LocalizedText Answer { get; init; }

    /// <summary>Its metadata; null: not stated.</summary>
    public List<KeyValuePair<string, string>>? Metadata { get; set; }

    /// <summary>Its source; null: none.</summary>
    public string? Source { get; set; }

    /// <summary>Whether the input states the source, or that there is none.</summary>
    public bool StatesSource { get; set; }

    /// <summary>Whether it answers only as a follow-up; null: not stated.</summary>
    public bool? ContextOnly { get; set; } = found.ContextOnly;

    /// <summary>The entry of the knowledge base that it is; null: it is new.</summary>
    public FaqEntry? Present { get; set; }

    /// <summary>Its id in the knowledge base.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whether it cannot be taken over.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether its counter-examples are left out.</summary>
    public bool LosesNotThis { get; set; }
}
