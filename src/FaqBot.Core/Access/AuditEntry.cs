namespace FaqBot.Core.Access;

/// <summary>What became of an action.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>Whoever asked for it may not do it, or could not prove who they are.</summary>
    Refused,

    /// <summary>It was allowed and not done: the request did not fit, or something failed.</summary>
    Failed,
}

/// <summary>Who did what, when, from where and on what.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who: see <see cref="CallerName"/>.</param>
/// <param name="Address">From where: the network, not the machine; null where there is none.</param>
/// <param name="Action">What, as the API's description calls it.</param>
/// <param name="KnowledgeBaseId">The knowledge base; null where it is about none, or about all.</param>
/// <param name="Object">On what, within the knowledge base; or null.</param>
/// <param name="Before">Revision of that before; or null.</param>
/// <param name="After">Revision of that afterwards; or null.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="RequestId">The request, as logs call it; or null.</param>
/// <param name="Note">What else there is to say; or null.</param>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Actor,
    string? Address,
    string Action,
    string? KnowledgeBaseId,
    string? Object,
    string? Before,
    string? After,
    AuditOutcome Outcome,
    string? RequestId,
    string? Note)
{
    /// <summary>Most characters of a text; longer ones are cut.</summary>
    public const int MostText = 500;
}

/// <summary>An entry of the audit log as it is stored.</summary>
/// <param name="Number">Its place: each is one more than the one before.</param>
/// <param name="Entry">What happened.</param>
/// <param name="Hash">What proves it and all before it: see <see cref="AuditChain"/>.</param>
public sealed record AuditRow(long Number, AuditEntry Entry, ReadOnlyMemory<byte> Hash);

/// <summary>The ends of the audit log: what came before its first row, and its last row.</summary>
/// <param name="Before">Number of the last row that was deleted when its time was over; 0: none was.</param>
/// <param name="BeforeHash">Its hash.</param>
/// <param name="Last">Number of the last row.</param>
/// <param name="LastHash">Its hash.</param>
public sealed record AuditEnds(long Before, ReadOnlyMemory<byte> BeforeHash, long Last, ReadOnlyMemory<byte> LastHash)
{
    /// <summary>The ends of a log without rows.</summary>
    public static AuditEnds None { get; } = new(0, AuditChain.Start, 0, AuditChain.Start);
}

/// <summary>Which rows of the audit log are asked for.</summary>
/// <param name="Before">Only rows of lower numbers.</param>
/// <param name="Most">Most rows to give.</param>
public sealed record AuditQuery(long Before, int Most)
{
    /// <summary>Only rows of this knowledge base; null: of all.</summary>
    public string? KnowledgeBaseId { get; init; }

    /// <summary>Only rows of this actor; null: of all.</summary>
    public string? Actor { get; init; }

    /// <summary>Only rows of this action; null: of all.</summary>
    public string? Action { get; init; }

    /// <summary>Only rows of this outcome; null: of all.</summary>
    public AuditOutcome? Outcome { get; init; }
}
