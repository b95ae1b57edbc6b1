namespace FaqBot.Core.Storage;

/// <summary>What answers for a knowledge base, or why it cannot be read: one that is damaged hides no other.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Version">Its version; null when it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
public sealed record ListedVersion(string KnowledgeBaseId, PublishedVersion? Version, StoreException? Fault);
