using System.ComponentModel;
using FaqBot.Core.Answering;
using FaqBot.Core.Text;
using FaqBot.Texts;

namespace FaqBot.Api.KnowledgeBases;

/// <summary>Reply to <c>GET /api/v1/kbs</c>.</summary>
internal sealed record KnowledgeBaseList(
    IReadOnlyList<KnowledgeBaseSummary> Kbs,
    [property: Description("What every page tells its visitors.")] VisitorOptions Visitors);

/// <summary>What pages tell and offer their visitors.</summary>
internal sealed record VisitorOptions(
    [property: Description("The line that answers are automatic, by language; empty: none.")] IReadOnlyDictionary<string, string> Notice,
    [property: Description("Where people are reached; or null.")] string? ContactUrl,
    [property: Description("Whether visitors can write to people: POST /api/v1/contact.")] bool ContactForm,
    [property: Description("Whether a person is offered where no answer is found, and when; or null.")] VisitorHandover? Handover,
    [property: Description("Picture beside the name; or null.")] string? LogoUrl,
    [property: Description("Whether the questions may be browsed.")] bool Browsing)
{
    private static readonly Language[] Languages = [Language.SimplifiedChinese, Language.TraditionalChinese, Language.English];

    public static VisitorOptions Of(ChannelOptions channels, DateTimeOffset now) => new(
        Languages.ToDictionary(LanguageTag.Of, channels.Notice.For),
        channels.ContactUrl,
        channels.ContactForm.IsOffered,
        channels.OfferHandover ? new VisitorHandover(channels.OffersPersonAt(now), channels.Hours.Open, channels.Hours.TimeZone) : null,
        channels.LogoUrl,
        channels.OfferBrowsing);
}

/// <summary>When people are there.</summary>
internal sealed record VisitorHandover(
    [property: Description("Whether somebody is there now.")] bool Open,
    [property: Description("The week's hours, such as Mo-Fr 09:00-18:00; null: always.")] string? Hours,
    [property: Description("Where these hours hold, as the IANA database names it.")] string TimeZone);

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
        IReadOnlyList<IReadOnlyDictionary<string, string>> Starters,
    [property: Description("What a page says first, by language; null: a greeting with the name.")]
        IReadOnlyDictionary<string, string>? Greeting)
{
    public static KnowledgeBaseSummary Of(CatalogHead head, AnsweringOptions options) => new(
        head.Identity.KnowledgeBaseId,
        head.Knowledge.Name.For(LanguageTag.TryParse(head.Knowledge.Languages[0], out Language language) ? language : Language.Other),
        head.Knowledge.Name.Texts,
        head.Knowledge.Languages,
        head.Identity.Number,
        head.Entries,
        head.Questions,
        head.Identity.KnowledgeBaseId == options.DefaultKnowledgeBase,
        head.Identity.Model.Display,
        head.Identity.Model.Dimensions,
        head.Identity.ContentHash,
        head.Identity.BuiltAt,
        [.. head.Knowledge.Starters.Select(starter => starter.Texts)],
        head.Knowledge.Greeting?.Texts);
}
