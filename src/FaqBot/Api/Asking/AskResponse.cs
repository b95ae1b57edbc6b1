using System.ComponentModel;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Texts;

namespace FaqBot.Api.Asking;

/// <summary>Reply to <c>POST /api/v1/ask</c>.</summary>
internal sealed record AskResponse(
    [property: Description("answer, suggestions or noMatch.")] Decision Decision,
    [property: Description("The owner's answer; null unless decision is answer.")] AskAnswer? Answer,
    [property: Description("Probability that the best entry is right, 0 to 1: the number compared with the threshold.")] double Confidence,
    [property: Description("Cosine of the best question, -1 to 1.")] double Cosine,
    [property: Description(
        "One to four questions that may have been meant; empty unless decision is suggestions.")] IReadOnlyList<Candidate> Suggestions,
    [property: Description("Entries after the best one, most probable first.")] IReadOnlyList<Candidate> Alternatives,
    [property: Description(
        "What may be asked next: beside an answer its neighbours, "
        + "beside no match what came nearest.")] IReadOnlyList<RelatedQuestion> Related,
    [property: Description("The owner's default answer; null unless decision is noMatch.")] string? Message,
    [property: Description(
        "Language of the reply: zh-Hans, zh-Hant, en or und. "
        + "Texts that the owner wrote in another one say so themselves.")] string Language,
    [property: Description("Whether a person can be asked for; null unless decision is noMatch and the service has people.")]
        AskHandover? Handover,
    [property: Description("Knowledge base that the whole reply comes from: the one asked, or that of small talk.")] string Kb,
    [property: Description("Version of the knowledge base that the whole reply comes from.")] int Version,
    [property: Description("Whether the ranking came from the cache.")] bool Cached,
    [property: Description("Time in the service, in milliseconds.")] double ElapsedMs)
{
    public static AskResponse Of(Reply reply, AskHandover? handover, TimeSpan elapsed) => new(
        reply.Decision,
        reply.Answer is { } answer
            ? new AskAnswer(
                answer.EntryId, answer.Text, "markdown", answer.Question,
                SingleValues.Of(answer.Metadata), answer.Prompts, answer.Language)
            : null,
        reply.Confidence,
        reply.Cosine,
        reply.Suggestions,
        reply.Alternatives,
        reply.Related,
        reply.Message,
        LanguageTag.Of(reply.Language),
        handover,
        reply.KnowledgeBaseId,
        reply.Version,
        reply.Cached,
        Milliseconds(elapsed));

    /// <summary>A time as it is shown.</summary>
    public static double Milliseconds(TimeSpan elapsed) => Math.Round(elapsed.TotalMilliseconds, 3);
}

/// <summary>An answer of the owner.</summary>
internal sealed record AskAnswer(
    string EntryId,
    string Text,
    [property: Description("Always markdown; raw HTML in it is text.")] string Format,
    [property: Description("The entry's question that matched best.")] string Question,
    [property: Description(
        "Names and values; several values of one name are joined by |.")] IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<RepliedPrompt> Prompts,
    [property: Description("Tag of the language that text is in.")] string Language);

/// <summary>The offer to hand the conversation over to a person.</summary>
internal sealed record AskHandover(
    [property: Description("Whether somebody is there now.")] bool Offered,
    [property: Description("The event that a channel raises when the offer is taken: handoff.initiate, as bots call it.")] string Event,
    [property: Description("When somebody will be there, if nobody is; null: somebody is there, or it is not known.")]
        DateTimeOffset? OpensAt)
{
    private const string Initiate = "handoff.initiate";

    private static readonly AskHandover Open = new(true, Initiate, null);

    /// <summary>What is offered beside a reply; null: nothing.</summary>
    public static AskHandover? Of(Reply reply, ChannelOptions channels, DateTimeOffset now) =>
        reply.Decision != Decision.NoMatch || !channels.OfferHandover ? null
        : channels.OffersPersonAt(now) ? Open : new AskHandover(false, Initiate, channels.Hours.OpensAfter(now));
}
