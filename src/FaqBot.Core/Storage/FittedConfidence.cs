namespace FaqBot.Core.Storage;

/// <summary>Constants of the confidence that were fitted for one knowledge base; they stay while versions come and go.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Confidence">The constants, as JSON: they name the encoder that they belong to, and are of no use with another.</param>
/// <param name="Since">When they were fitted.</param>
public sealed record FittedConfidence(string KnowledgeBaseId, string Confidence, DateTimeOffset Since);
