namespace FaqBot.Core.Storage;

/// <summary>A piece of work that a client of another service asked for, and asks after.</summary>
/// <param name="Id">Its id.</param>
/// <param name="KnowledgeBaseId">The knowledge base that it is about, which may be gone.</param>
/// <param name="Kind">What it is, as its route names it.</param>
/// <param name="Author">Who asked.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="ChangedAt">When it was heard of last.</param>
/// <param name="Outcome">What came of it, as JSON; or null.</param>
/// <param name="HasResult">Whether a file came of it.</param>
public sealed record StoredOperation(
    string Id, string KnowledgeBaseId, string Kind, string Author, string State, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt,
    string? Outcome, bool HasResult);
