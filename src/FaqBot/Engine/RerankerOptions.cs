using FaqBot.Core.Answering;

namespace FaqBot.Engine;

/// <summary>Which cross-encoder to load, if any; it uses the machine as the encoder does.</summary>
internal sealed class RerankerOptions
{
    public string? Folder { get; set; }

    public string? File { get; set; }

    public IEnumerable<string> Faults() =>
        Folder is not null && string.IsNullOrWhiteSpace(Folder)
            ? ["Folder is empty, expected the folder of a cross-encoder, or none at all"]
            : [];

    /// <summary>What answering asks of a cross-encoder that is not there.</summary>
    public IEnumerable<string> Faults(AnsweringOptions answering) =>
        answering.RerankTop > 0 && Folder is null
            ? [$"RerankTop is {answering.RerankTop} without a cross-encoder, expected its folder in FaqBot:Reranker:Folder, or 0 for none"]
            : [];
}
