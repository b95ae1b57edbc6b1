using System.ComponentModel;
using FaqBot.Core.Storage;

namespace FaqBot.Api.Feedbacks;

/// <summary>Body of <c>POST /api/v1/feedback</c>; documents the route, <see cref="FeedbackRequestReader"/> reads it.</summary>
internal sealed record FeedbackRequest(
    [property: Description("What the customer had asked.")] string Question,
    [property: Description("helpful, notHelpful, or chosen: of several suggestions this one was meant.")] string Kind,
    [property: Description(
        "Why it did not help: notMyQuestion, outOfDate, unclear or didNotWork; only with notHelpful.")] string? Reason,
    [property: Description(
        "What the customer adds, at most 500 characters; kept redacted as questions are; only with notHelpful.")] string? Comment,
    [property: Description("Entry that it is about, needed with chosen; none when nothing was answered.")] string? EntryId,
    [property: Description("Knowledge base of the reply; the service's default one otherwise.")] string? Kb,
    [property: Description("Version of the reply; the one that answers now otherwise.")] int? Version,
    [property: Description("Name of the conversation, at most 200 characters.")] string? ConversationId,
    [property: Description("Name of the customer, at most 200 characters; only a hash of it is kept.")] string? UserId,
    [property: Description("Whether it is left out of the question log.")] bool? NoLog);

/// <summary>Feedback as a request gave it, before a knowledge base was looked at.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Question">What was asked, normalised.</param>
/// <param name="Kind">What was said.</param>
/// <param name="EntryId">The entry, or null.</param>
/// <param name="Version">The version, or null.</param>
/// <param name="User">Who said it: the user, else the conversation; or null.</param>
internal sealed record GivenFeedback(
    string KnowledgeBaseId, string Question, FeedbackKind Kind, string? EntryId, int? Version, string? User)
{
    /// <summary>Why it did not help; or null.</summary>
    public FeedbackReason? Reason { get; init; }

    /// <summary>What the customer added; or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether it is left out of the question log.</summary>
    public bool OptsOut { get; init; }
}

/// <summary>Reply to <c>GET /api/v1/kbs/{kb}/feedback</c>.</summary>
internal sealed record ComplaintList(string Kb, IReadOnlyList<Complaint> Complaints);

/// <summary>An answer that did not help.</summary>
internal sealed record Complaint(
    string Question,
    [property: Description("The entry that answered; null where nothing did.")] string? EntryId,
    int Version,
    FeedbackReason? Reason,
    [property: Description("What the customer added, redacted.")] string? Comment,
    [property: Description("The route that it came by.")] string Source,
    DateTimeOffset At);
