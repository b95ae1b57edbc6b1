using FaqBot.Core.Storage;

namespace FaqBot.Core.Indexing;

/// <summary>A version that answers somewhere, but whose vectors another encoder made than the one that applies to it now.</summary>
/// <param name="Version">The version.</param>
/// <param name="Deployment">Where it answers.</param>
public sealed record OutdatedVersion(VersionIdentity Version, Deployment Deployment)
{
    /// <summary>The knowledge base.</summary>
    public string KnowledgeBaseId => Version.KnowledgeBaseId;
}
