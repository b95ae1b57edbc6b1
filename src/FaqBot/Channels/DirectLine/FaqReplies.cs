using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Engine;

namespace FaqBot.Channels.DirectLine;

/// <summary>Turns messages into questions, and replies into what the bot says.</summary>
internal sealed class FaqReplies(AnsweringEngine engine, DirectLineOptions options, AnsweringOptions answering)
{
    private const int MostSuggestions = 5;
    private const string JoinEvent = "webchat/join";

    /// <summary>What the bot says first.</summary>
    /// <param name="locale">Language tag of the client; or null.</param>
    public BotReply Greet(string? locale) =>
        new(options.Greeting ?? BotTexts.Greeting.For(LanguageOf(locale) ?? Language.Other), []);

    /// <summary>Whether an activity says that somebody has come.</summary>
    public static bool IsJoining(IncomingActivity incoming) => incoming is { Type: IncomingActivity.Event, Name: JoinEvent };

    /// <summary>Answers a message.</summary>
    /// <param name="incoming">The message.</param>
    /// <param name="knowledgeBase">The knowledge base; null: the default one.</param>
    /// <param name="previous">The entry that was answered before; or null.</param>
    /// <exception cref="NotReadyException">The service is loading.</exception>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    public async ValueTask<BotReply> AnswerAsync(IncomingActivity incoming, string? knowledgeBase, string? previous)
    {
        LoadedEngine loaded = engine.Require();
        string kb = knowledgeBase ?? answering.DefaultKnowledgeBase;
        Language? stated = LanguageOf(incoming.Locale);
        string text = incoming.Text;
        if (incoming.Choice is { } choice && loaded.Catalogs.Find(kb) is { } catalog && catalog.IndexOf(choice.EntryId) is >= 0 and var index)
        {
            // The entry's own wording matches exactly, whatever the button showed.
            text = catalog.Entries[index].Question;
            previous = choice.PreviousEntryId ?? previous;
        }

        if (!Question.TryParse(text, answering.MaxQuestionLength, LanguageGuess.Of(incoming.Text) == Language.Other ? stated : LanguageGuess.Of(incoming.Text), out Question? question, out _))
        {
            return new BotReply(BotTexts.NotReadable.For(stated ?? Language.Other), []);
        }

        EntryFilter filter = previous is null ? EntryFilter.None : new EntryFilter([], FilterJoin.And, previous);
        Reply reply = await loaded.Answerer.AnswerAsync(new Ask(question, kb, filter, MostSuggestions, Threshold: null), CancellationToken.None);
        return ToReply(reply, question.Language, previous);
    }

    private static BotReply ToReply(Reply reply, Language language, string? previous) => reply switch
    {
        { Answer: { } answer } => new BotReply(
            answer.Text, [.. answer.Prompts.Select(prompt => new BotAction(prompt.Text, new EntryChoice(prompt.EntryId, answer.EntryId)))])
        {
            Decision = "answer",
            Confidence = reply.Confidence,
            EntryId = answer.EntryId,
        },
        { Decision: Decision.Suggestions } => new BotReply(
            BotTexts.DidYouMean.For(language),
            [.. reply.Suggestions.Select(candidate => new BotAction(candidate.Question, new EntryChoice(candidate.EntryId, previous)))])
        {
            Decision = "suggestions",
            Confidence = reply.Confidence,
        },
        _ => new BotReply(reply.Message ?? "", []) { Decision = "noMatch", Confidence = reply.Confidence },
    };

    private static Language? LanguageOf(string? locale) => LanguageTag.TryParse(locale, out Language language) ? language : null;
}
