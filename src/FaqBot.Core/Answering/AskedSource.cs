using FaqBot.Core.Indexing;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Answering;

/// <summary>Which knowledge base is to be asked, and what encodes its questions.</summary>
/// <param name="Database">The database with published knowledge bases; not used where there are <see cref="Files"/>.</param>
/// <param name="Encoders">The encoders: the one that is asked for by name, else the service, else the bundled one is the default.</param>
public sealed record AskedSource(StorePlace Database, EncoderChoice Encoders)
{
    /// <summary>Knowledge files to be indexed aside with the default encoder; none: what the database holds.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The knowledge base; null: the first of <see cref="Files"/>, else the default one of the service.</summary>
    public string? KnowledgeBaseId { get; init; }
}
