using System.Security.Cryptography;

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

/// <summary>Why an answer did not help.</summary>
public enum FeedbackReason
{
    /// <summary>It answers another question.</summary>
    NotMyQuestion,

    /// <summary>It is out of date.</summary>
    OutOfDate,

    /// <summary>It cannot be understood.</summary>
    Unclear,

    /// <summary>What it says to do did not work.</summary>
    DidNotWork,
}

/// <summary>What a user said about an answer. Nothing is learnt from it by itself: the owner decides.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Version">Number of the version that answered.</param>
/// <param name="Question">What was asked.</param>
/// <param name="EntryId">The entry that it is about; null when there was none.</param>
/// <param name="Kind">What was said.</param>
/// <param name="UserKey">Stands for the user, whose name and address are not in the store.</param>
/// <param name="Source">The route that it came by.</param>
/// <param name="At">When it was said.</param>
public sealed record Feedback(
    string KnowledgeBaseId, int Version, string Question, string? EntryId, FeedbackKind Kind, string UserKey, string Source,
        DateTimeOffset At)
{
    /// <summary>Most characters of <see cref="Comment"/>.</summary>
    public const int MostComment = 500;

    /// <summary>Why it did not help; or null.</summary>
    public FeedbackReason? Reason { get; init; }

    /// <summary>What the user added, redacted as questions are; or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether it says how an answer was, which the user may say otherwise later, and not which was meant.</summary>
    public bool IsOpinion => Kind != FeedbackKind.Chosen;

    /// <summary>Makes the key that stood for a user in stores of former builds, which can be found by trying names: what is kept now has
    /// keyed hashes.</summary>
    /// <param name="knowledgeBaseId">The knowledge base: keys of one user differ between two.</param>
    /// <param name="user">Name or address of the user.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string KeyOf(string knowledgeBaseId, string user) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{knowledgeBaseId}\n{user}")).AsSpan(0, 16));
}
