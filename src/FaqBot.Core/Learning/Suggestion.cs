using FaqBot.Core.Storage;

namespace FaqBot.Core.Learning;

/// <summary>What a suggestion is about.</summary>
public enum QueueKind
{
    /// <summary>Wordings that would become alternates of an entry.</summary>
    Wordings,

    /// <summary>Wordings that nothing answers: a new entry.</summary>
    Gaps,

    /// <summary>Entries whose answers do not help, or that are taken for each other.</summary>
    Repairs,
}

/// <summary>What customers' questions suggest to change, with all that it rests on.</summary>
public sealed record Suggestion
{
    /// <summary>Names the suggestion for as long as its evidence stays about the same.</summary>
    public required string Id { get; init; }

    /// <summary>The queue.</summary>
    public required QueueKind Queue { get; init; }

    /// <summary>The entry that it is for; null for a new one.</summary>
    public string? EntryId { get; init; }

    /// <summary>The entry that it is taken for; null unless two entries are confused.</summary>
    public string? OtherEntryId { get; init; }

    /// <summary>Whether it came with the entry from another service: of its people nothing is known.</summary>
    public bool IsImported { get; init; }

    /// <summary>The wordings, the one that stands for them first.</summary>
    public required IReadOnlyList<SuggestedWording> Wordings { get; init; }

    /// <summary>Different users, counted within a calendar month: the month with the most.</summary>
    public required int People { get; init; }

    /// <summary>Users who chose the entry.</summary>
    public int Chosen { get; init; }

    /// <summary>Users who said that its answer helped.</summary>
    public int Helpful { get; init; }

    /// <summary>Users who said that its answer did not help.</summary>
    public int NotHelpful { get; init; }

    /// <summary>Users who asked again in other words within ten minutes of the entry's answer.</summary>
    public int AskedAgain { get; init; }

    /// <summary>Why users say that its answer did not help, with how many do, the most frequent first.</summary>
    public IReadOnlyList<SaidReason> Reasons { get; init; } = [];

    /// <summary>What users added in their own words, redacted, the latest first.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Calibrated confidence of the entry that answers first at present, 0…1.</summary>
    public double Confidence { get; init; }

    /// <summary>Mean cosine of the wordings to the ten nearest other ones.</summary>
    public double Density { get; init; }

    /// <summary>Value of a person's minute: log(1 + people) × (1 − confidence) × density.</summary>
    public double Rank { get; init; }

    /// <summary>The entries that are nearest at present, with their confidence.</summary>
    public IReadOnlyList<NearestEntry> Nearest { get; init; } = [];

    /// <summary>Terms that most of the wordings share.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}

/// <summary>A reason with how often it was given.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Times">How often.</param>
public sealed record SaidReason(FeedbackReason Reason, int Times);

/// <summary>A wording of a suggestion.</summary>
/// <param name="Text">The redacted text.</param>
/// <param name="Asked">How often it was asked.</param>
/// <param name="People">Different users.</param>
/// <param name="Cosine">Cosine to the first of the wordings.</param>
public sealed record SuggestedWording(string Text, long Asked, int People, double Cosine);

/// <summary>An entry near to a suggestion.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Question">Its question.</param>
/// <param name="Confidence">Calibrated confidence.</param>
public sealed record NearestEntry(string EntryId, string Question, double Confidence);
