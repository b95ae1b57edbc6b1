using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>What FaqBot says to a question.</summary>
public sealed record Reply
{
    /// <summary>Whether it answers, asks back, or has nothing.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The answer, when it answers.</summary>
    public RepliedAnswer? Answer { get; init; }

    /// <summary>Probability that the best entry is right, 0…1: the number that was compared with the thresholds.</summary>
    public required double Confidence { get; init; }

    /// <summary>Cosine of the best question, −1…1.</summary>
    public required double Cosine { get; init; }

    /// <summary>Questions that may have been meant, most probable first, when it asks back.</summary>
    public required IReadOnlyList<Candidate> Suggestions { get; init; }

    /// <summary>The entries after the best one, most probable first, whatever was decided.</summary>
    public required IReadOnlyList<Candidate> Alternatives { get; init; }

    /// <summary>What the asker may want to know next: neighbours of an answer; what came nearest when nothing matches.</summary>
    public required IReadOnlyList<RelatedQuestion> Related { get; init; }

    /// <summary>The entry that was answered before, as the asker stated or the conversation remembers; or null.</summary>
    public string? PreviousEntryId { get; init; }

    /// <summary>The owner's default answer, when nothing matches.</summary>
    public string? Message { get; init; }

    /// <summary>The language that the reply speaks, all of it where the owner's texts allow.</summary>
    public required Language Language { get; init; }

    /// <summary>The knowledge base.</summary>
    public required string KnowledgeBaseId { get; init; }

    /// <summary>Number of the version that all of this comes from.</summary>
    public required int Version { get; init; }

    /// <summary>Whether the ranking came from the cache.</summary>
    public required bool Cached { get; init; }

    /// <summary>Whether the same object answers others, too: what is made of it is worth keeping.</summary>
    public bool IsKept { get; init; }
}

/// <summary>An answer of the owner.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Text">The answer, in Markdown, in the asker's language where the entry has it.</param>
/// <param name="Question">The question of the entry that matched best.</param>
/// <param name="Metadata">Metadata of the entry.</param>
/// <param name="Prompts">Follow-up questions.</param>
/// <param name="Source">Where the entry comes from, or null.</param>
/// <param name="Language">Tag of the language that <paramref name="Text"/> is in.</param>
public sealed record RepliedAnswer(
    string EntryId,
    string Text,
    string Question,
    IReadOnlyList<KeyValuePair<string, string>> Metadata,
    IReadOnlyList<RepliedPrompt> Prompts,
    string? Source,
    string Language);

/// <summary>A follow-up question.</summary>
/// <param name="Text">What the customer reads.</param>
/// <param name="EntryId">The entry that answers it.</param>
/// <param name="Question">The question to ask, with the answered entry as context; in the reply's language where the entry has such a
/// wording.</param>
/// <param name="Language">Tag of the language that <paramref name="Text"/> is in.</param>
public sealed record RepliedPrompt(string Text, string EntryId, string Question, string Language);

/// <summary>A question that lies beside the one that was asked.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Question">Its wording in the reply's language, or else its question.</param>
/// <param name="Language">Tag of the language that <paramref name="Question"/> is in.</param>
public sealed record RelatedQuestion(string EntryId, string Question, string Language)
{
    /// <summary>Takes an entry as what may be asked.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="language">Language of the reader.</param>
    public static RelatedQuestion Of(FaqCatalog catalog, int entry, Language language)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Wording wording = catalog.Wordings.Of(entry, language);
        return new RelatedQuestion(catalog.Entries[entry].Id, wording.Text, LanguageTag.Of(wording.Language));
    }
}

/// <summary>An entry that may have been meant.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Question">Its wording in the reply's language, or else its question.</param>
/// <param name="Confidence">Probability that it is right, 0…1.</param>
/// <param name="Language">Tag of the language that <paramref name="Question"/> is in.</param>
public sealed record Candidate(string EntryId, string Question, double Confidence, string Language);
