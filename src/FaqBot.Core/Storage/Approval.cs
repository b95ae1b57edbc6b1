namespace FaqBot.Core.Storage;

/// <summary>Somebody has looked at a revision of a working copy and wants it published.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Revision">The revision; another change ends the approval.</param>
/// <param name="Author">Who approves.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why, in the author's words; or null.</param>
public sealed record Approval(string KnowledgeBaseId, int Revision, string Author, DateTimeOffset At, string? Note);
