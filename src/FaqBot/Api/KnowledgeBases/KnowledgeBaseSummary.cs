using System.ComponentModel;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Api.KnowledgeBases;

/// <summary>Reply to <c>GET /api/v1/kbs</c>.</summary>
internal sealed record KnowledgeBaseList(IReadOnlyList<KnowledgeBaseSummary> Kbs);

/// <summary>A published knowledge base.</summary>
internal sealed record KnowledgeBaseSummary(
    string Id,
    [property: Description("Name in the first of its languages.")] string Name,
    [property: Description("Name by language; * is for every language.")] IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<string> Languages,
    int Version,
    int Entries,
    int Questions,
    [property: Description("Whether it answers questions that name no knowledge base.")] bool Default,
    [property: Description("Encoder of its vectors: name and start of the fingerprint.")] string Model,
    int Dimensions,
    [property: Description("SHA-256 of its content.")] string ContentHash,
    DateTimeOffset BuiltAt,
    [property: Description(
        "Questions to begin a conversation with, each by language; * is for every language.")]
        IReadOnlyList<IReadOnlyDictionary<string, string>> Starters)
{
    public static KnowledgeBaseSummary Of(FaqCatalog catalog, AnsweringOptions options) => new(
        catalog.Identity.KnowledgeBaseId,
        catalog.Knowledge.Name.For(LanguageTag.TryParse(catalog.Knowledge.Languages[0], out Language language) ? language : Language.Other),
        catalog.Knowledge.Name.Texts,
        catalog.Knowledge.Languages,
        catalog.Identity.Number,
        catalog.Entries.Count,
        catalog.Questions.Count,
        catalog.Identity.KnowledgeBaseId == options.DefaultKnowledgeBase,
        catalog.Identity.Model.Display,
        catalog.Identity.Model.Dimensions,
        catalog.Identity.ContentHash,
        catalog.Identity.BuiltAt,
        [.. catalog.Knowledge.Starters.Select(starter => starter.Texts)]);
}
