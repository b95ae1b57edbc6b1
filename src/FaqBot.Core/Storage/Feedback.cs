using FaqBot.Core.Storage.Sqlite;

namespace FaqBot.Core.Storage;

/// <summary>What a user said about an answer.</summary>
public enum FeedbackKind
{
    /// <summary>It helped.</summary>
    Helpful,

    /// <summary>It did not help.</summary>
    NotHelpful,

    /// <summary>Of several that were offered, this one was meant.</summary>
    Chosen,
}

/// <summary>What a user said about an answer. Nothing is learnt from it by itself: the owner decides.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Version">Number of the version that answered.</param>
/// <param name="Question">What was asked.</param>
/// <param name="EntryId">The entry that it is about; null when there was none.</param>
/// <param name="Kind">What was said.</param>
/// <param name="UserKey">Stands for the user: see <see cref="FeedbackTable.UserKey"/>.</param>
/// <param name="Source">The route that it came by.</param>
/// <param name="At">When it was said.</param>
public sealed record Feedback(
    string KnowledgeBaseId, int Version, string Question, string? EntryId, FeedbackKind Kind, string UserKey, string Source, DateTimeOffset At);
