using FaqBot.Core.Caching;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>Holds the reply to what is asked again and again in the very same words, as long as nothing that it depends on
/// changes.</summary>
/// <remarks>
/// Thread-safe. Whoever can tell that two requests ask the same gives both the same one: see <see cref="Answerer.Repeat"/>.
/// </remarks>
public sealed class RepeatedAsk
{
    private volatile KeptReply? _kept;

    /// <summary>Whether there is a reply.</summary>
    public bool HasReply => _kept is not null;

    /// <summary>The reply with what it depends on; or null.</summary>
    internal KeptReply? Kept
    {
        get => _kept;
        set => _kept = value;
    }
}

/// <summary>A reply with all that it depends on.</summary>
/// <param name="Ask">What was asked.</param>
/// <param name="Asked">What the knowledge base that was asked found: an equal stored question, or a ranking of the cache.</param>
/// <param name="Talk">What small talk found; null where it was not asked, for lack of need.</param>
/// <param name="Findings">Those of the two that the reply was written from.</param>
/// <param name="Best">The best entries of these, as the question log takes them.</param>
/// <param name="Reply">The reply.</param>
/// <param name="Until">When other entries may answer; null: never.</param>
internal sealed record KeptReply(
    Ask Ask, Findings Asked, Findings? Talk, Findings Findings, IReadOnlyList<(string EntryId, double Confidence)> Best,
    Reply Reply, DateTimeOffset? Until)
{
    /// <summary>Whether a question asks for the same.</summary>
    public bool IsOf(Ask other) => ReferenceEquals(Ask.Question, other.Question) && ReferenceEquals(Ask.Filter, other.Filter)
        && Ask.KnowledgeBaseId == other.KnowledgeBaseId && Ask.Top == other.Top && Ask.Threshold.Equals(other.Threshold)
        && Ask.Deployment == other.Deployment && ReferenceEquals(Ask.PreviousQuestion, other.PreviousQuestion)
        && Ask.LeastShown.Equals(other.LeastShown) && other.ConversationId is null;

    /// <summary>Whether what was found would be found again: it is literal, or the cache of this process still holds it.</summary>
    public bool IsInForce(ReplyCache cache) => Holds(cache, Asked) && (Talk is null || Holds(cache, Talk));

    /// <summary>Whether findings depend on no more than what can be seen at once.</summary>
    public static bool CanKeep(ReplyCache cache, Findings findings) => findings.Published is not null && Holds(cache, findings);

    private static bool Holds(ReplyCache cache, Findings findings) =>
        findings.Exact || (findings is { Cached: true, Key: { } key } && cache.Holds(key, findings.Ranked));
}
