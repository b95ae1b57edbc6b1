using System.ComponentModel;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Api.KnowledgeBases;

/// <summary>Reply to <c>GET /api/v1/kbs</c>.</summary>
internal sealed record KnowledgeBaseList(IReadOnlyList<KnowledgeBaseSummary> Kbs);

/// <summary>A published knowledge base.</summary>
internal sealed record KnowledgeBaseSummary(
    string Id,
    string Name,
    IReadOnlyList<string> Languages,
    int Version,
    int Entries,
    int Questions,
    [property: Description("Whether it answers questions that name no knowledge base.")] bool Default,
    [property: Description("Encoder of its vectors: name and start of the fingerprint.")] string Model,
    int Dimensions,
    [property: Description("SHA-256 of its content.")] string ContentHash,
    DateTimeOffset BuiltAt)
{
    public static KnowledgeBaseSummary Of(FaqCatalog catalog, AnsweringOptions options) => new(
        catalog.Identity.KnowledgeBaseId,
        catalog.Knowledge.Name,
        catalog.Knowledge.Languages,
        catalog.Identity.Number,
        catalog.Entries.Count,
        catalog.Questions.Count,
        catalog.Identity.KnowledgeBaseId == options.DefaultKnowledgeBase,
        catalog.Identity.Model.Display,
        catalog.Identity.Model.Dimensions,
        catalog.Identity.ContentHash,
        catalog.Identity.BuiltAt);
}
