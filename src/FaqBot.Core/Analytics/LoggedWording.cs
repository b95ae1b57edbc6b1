using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Analytics;

/// <summary>A wording that customers used, with all that is known of how it was answered.</summary>
/// <param name="Id">Its number in the log.</param>
/// <param name="Text">The redacted text.</param>
/// <param name="Language">Its language, as a tag.</param>
public sealed record LoggedWording(long Id, string Text, string Language)
{
    /// <summary>How it was answered.</summary>
    public IReadOnlyList<WordingResult> Results { get; init; } = [];

    /// <summary>Who asked it, by month: keys of one user differ between two.</summary>
    public IReadOnlyList<(int Month, long User)> Users { get; init; } = [];

    /// <summary>What was said of its answers, of each user the same once.</summary>
    public IReadOnlyList<WordingFeedback> Feedback { get; init; } = [];

    /// <summary>Users who asked again in other words soon after an entry had answered it.</summary>
    public IReadOnlyList<(long User, string EntryId)> AskedAgain { get; init; } = [];

    /// <summary>How often it was asked.</summary>
    public long Asked => Results.Sum(result => result.Asked);
}

/// <summary>How a wording was asked of late.</summary>
/// <param name="Asked">How often in the last days.</param>
/// <param name="Users">Who asked it then.</param>
/// <param name="NoMatch">How often nothing matched then.</param>
/// <param name="Before">How often in the days before.</param>
/// <param name="Entries">The entries that answered then, and how often.</param>
public sealed record RecentWording(
    long Asked, IReadOnlySet<long> Users, long NoMatch, long Before, IReadOnlyDictionary<string, long> Entries);

/// <summary>How a wording was answered.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="EntryId">The entry that came first; or null.</param>
/// <param name="RunnerUp">The second; or null.</param>
/// <param name="Asked">How often.</param>
/// <param name="Confidence">Sum of the confidences in the first.</param>
public sealed record WordingResult(Decision Decision, string? EntryId, string? RunnerUp, long Asked, double Confidence);

/// <summary>What a user said of an answer to a wording.</summary>
/// <param name="User">Key of the user.</param>
/// <param name="EntryId">The entry; or null.</param>
/// <param name="Kind">What was said.</param>
public sealed record WordingFeedback(long User, string? EntryId, FeedbackKind Kind);

/// <summary>A suggestion that somebody rejected.</summary>
/// <param name="Id">Its number.</param>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Queue">The queue that it was in.</param>
/// <param name="EntryId">The entry that it was for; empty for a new one.</param>
/// <param name="EntryHash">What the entry held then: as soon as it changes, the rejection counts no more. Empty for a new one.</param>
/// <param name="Keys">Match keys of its wordings.</param>
/// <param name="Model">Fingerprint of the encoder of <paramref name="Vector"/>.</param>
/// <param name="Vector">Unit vector of its representative, against near variants.</param>
/// <param name="At">When.</param>
public sealed record Rejection(
    long Id, string KnowledgeBaseId, string Queue, string EntryId, string EntryHash, IReadOnlyList<string> Keys, string Model,
        ReadOnlyMemory<float> Vector, DateTimeOffset At);
