using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>A text of the input, with its place.</summary>
internal readonly record struct FoundText(string Text, Place Place)
{
    /// <summary>Whether it is a further wording only: where another entry has it as its question, it is that entry's.</summary>
    public bool IsAlternate { get; init; }
}

/// <summary>A pair of metadata of the input.</summary>
internal readonly record struct FoundPair(string Name, string Value, Place Place);

/// <summary>A wording that another service suggests.</summary>
internal readonly record struct FoundSuggestion(string Question, int UserCount, int AutoCount);

/// <summary>A follow-up question of the input; one of its three targets is stated.</summary>
/// <param name="Order">Where it stands among those of its entry; ties keep the order of the input.</param>
/// <param name="Text">What is shown; empty: the question of its target.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record FoundPrompt(int Order, LocalizedText? Text, Place Place)
{
    /// <summary>Id of the target as the input states it.</summary>
    public string? TargetId { get; init; }

    /// <summary>A question of the target.</summary>
    public string? TargetQuestion { get; init; }

    /// <summary>The target itself.</summary>
    public FoundEntry? Target { get; init; }

    /// <summary>Whether the target answers only as a follow-up.</summary>
    public bool MakesContextOnly { get; init; }
}

/// <summary>An entry as the input has it, before anything is checked.</summary>
/// <param name="place">Where it begins.</param>
internal sealed class FoundEntry(Place place)
{
    /// <summary>Where it begins.</summary>
    public Place Place { get; } = place;

    /// <summary>The rows that speak of it.</summary>
    public List<Place> Rows { get; } = [place];

    /// <summary>Its id as the input states it; null or empty: none.</summary>
    public string? Id { get; set; }

    /// <summary>Whether the id is one of ours: it then says by itself which entry is meant.</summary>
    public bool IsOwnId { get; set; }

    /// <summary>Its questions, the shown one first.</summary>
    public List<FoundText> Questions { get; } = [];

    /// <summary>Whether its questions are all that it is to have: others that are there go.</summary>
    public bool StatesWordings { get; init; }

    /// <summary>What a reviewer says of it, where it is new; or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Counter-examples.</summary>
    public List<FoundText> NotThis { get; } = [];

    /// <summary>Its answers by language tag; <see cref="LocalizedText.AnyLanguage"/> for every language.</summary>
    public SortedDictionary<string, FoundText> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the answers are HTML as a whole; otherwise elements within Markdown are found by themselves.</summary>
    public bool IsHtml { get; set; }

    /// <summary>Metadata; null where the input has no place for it.</summary>
    public List<FoundPair>? Metadata { get; set; }

    /// <summary>Whether the input states metadata, be it none.</summary>
    public bool StatesMetadata { get; set; }

    /// <summary>Whether the input says how it follows others, and what follows it.</summary>
    public bool StatesDialog { get; set; }

    /// <summary>Source; null where the input has no place for it.</summary>
    public string? Source { get; set; }

    /// <summary>Follow-up questions; null where the input has no place for them.</summary>
    public List<FoundPrompt>? Prompts { get; set; }

    /// <summary>Whether it answers only as a follow-up; null where the input does not say.</summary>
    public bool? ContextOnly { get; set; }

    /// <summary>Whether it answers at all; null where the input does not say.</summary>
    public bool? Enabled { get; set; }

    /// <summary>When it answers; null where the input does not say.</summary>
    public (DateTimeOffset? From, DateTimeOffset? Until)? Validity { get; set; }

    /// <summary>Wordings that another service suggests.</summary>
    public List<FoundSuggestion> Suggestions { get; } = [];

    /// <summary>Sets the answer for every language.</summary>
    public void Answer(string text, Place place) => Answers[LocalizedText.AnyLanguage] = new FoundText(text, place);
}

/// <summary>All that the files of an import hold.</summary>
internal sealed class FoundKnowledge
{
    /// <summary>The first file that was read: where what is said of the whole is said to stand.</summary>
    public string File { get; set; } = "";

    /// <summary>Id, as the input states it, or null.</summary>
    public string? Id { get; set; }

    /// <summary>Name, or null.</summary>
    public LocalizedText? Name { get; set; }

    /// <summary>Tags of languages; empty: not stated.</summary>
    public IReadOnlyList<string> Languages { get; set; } = [];

    /// <summary>Default answer, or null.</summary>
    public LocalizedText? DefaultAnswer { get; set; }

    /// <summary>Questions to begin with.</summary>
    public IReadOnlyList<LocalizedText> Starters { get; set; } = [];

    /// <summary>What a page says first; or null.</summary>
    public LocalizedText? Greeting { get; set; }

    /// <summary>What categories are called.</summary>
    public IReadOnlyList<CategoryName> Categories { get; set; } = [];

    /// <summary>Groups of contrasts.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Contrasts { get; set; } = [];

    /// <summary>Stop phrases.</summary>
    public IReadOnlyList<string> StopPhrases { get; set; } = [];

    /// <summary>Groups of synonyms, each with its place.</summary>
    public List<(IReadOnlyList<string> Words, Place Place)> Synonyms { get; } = [];

    /// <summary>Settings that have no place in a knowledge base.</summary>
    public SortedDictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>The entries, in the order of the input.</summary>
    public List<FoundEntry> Entries { get; } = [];

    /// <summary>What reviewers say of entries that are there.</summary>
    public List<ReviewComment> Comments { get; } = [];

    /// <summary>Rows of review sheets that change nothing.</summary>
    public int Untouched { get; set; }

    /// <summary>Rows, or records, that were read.</summary>
    public int Rows { get; set; }
}
