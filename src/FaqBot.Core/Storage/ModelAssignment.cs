namespace FaqBot.Core.Storage;

/// <summary>The choice of a model for one knowledge base; without one the default encoder applies.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Model">Name of the model's folder in the folder of models, or the full path of a folder elsewhere.</param>
/// <param name="Since">When it was chosen.</param>
/// <param name="Confidence">Constants of the confidence, as JSON, that were fitted on the knowledge base; null: those in the model's
/// folder.</param>
public sealed record ModelAssignment(string KnowledgeBaseId, string Model, DateTimeOffset Since, string? Confidence);
