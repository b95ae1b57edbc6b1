using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Conversations;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Texts;

namespace FaqBot.Channels.DirectLine;

/// <summary>Turns messages into questions, and replies into what the bot says.</summary>
internal sealed class FaqReplies(AnsweringEngine engine, AnsweringOptions answering, ChannelOptions channels, TimeProvider time)
{
    private const string Channel = "directline";
    private const int MostSuggestions = 5;
    private const string JoinEvent = "webchat/join";

    /// <summary>What the bot says first.</summary>
    /// <param name="locale">Language tag of the client; or null.</param>
    /// <returns>The greeting; null: nothing.</returns>
    public BotReply? Greet(string? locale) =>
        channels.FirstWords(locale) is { Length: > 0 } greeting ? new BotReply(greeting, []) : null;

    /// <summary>Whether an activity says that somebody has come.</summary>
    public static bool IsJoining(IncomingActivity incoming) => incoming is { Type: IncomingActivity.Event, Name: JoinEvent };

    /// <summary>Answers a message.</summary>
    /// <param name="incoming">The message.</param>
    /// <param name="knowledgeBase">The knowledge base; null: the default one.</param>
    /// <param name="conversation">The conversation.</param>
    /// <exception cref="NotReadyException">The service is loading.</exception>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    public async ValueTask<BotReply> AnswerAsync(IncomingActivity incoming, string? knowledgeBase, string conversation)
    {
        LoadedEngine loaded = engine.Require();
        string kb = knowledgeBase ?? answering.DefaultKnowledgeBase;
        Language? stated = LanguageGuess.Otherwise(incoming.Text, incoming.Locale);
        Language spoken = stated ?? LanguageGuess.Of(incoming.Text);
        if (incoming is { HasFiles: true, Choice: null } && string.IsNullOrWhiteSpace(incoming.Text))
        {
            return new BotReply(BotTexts.For(spoken).TextOnly, []);
        }

        string text = incoming.Text;
        string? clickedAt = null;
        if (incoming.Choice is { } choice
            && await loaded.Catalogs.FindAsync(kb, Deployment.Production, CancellationToken.None) is { } catalog
            && catalog.IndexOf(choice.EntryId) is >= 0 and var index)
        {
            // The entry's own wording matches exactly, whatever the button showed; its language is the button's.
            (text, stated) = (catalog.Wordings.Of(index, spoken).Text, spoken == Language.Other ? null : spoken);
            clickedAt = choice.PreviousEntryId;
        }

        if (!Question.TryParse(text, answering.MaxQuestionLength, stated, out Question? question, out _))
        {
            return new BotReply(BotTexts.For(spoken).Unreadable(text, answering.MaxQuestionLength), []);
        }

        Ask ask = new(question, kb, EntryFilter.None.After(clickedAt), MostSuggestions, Threshold: null)
        {
            ConversationId = ConversationKey.NameOf(Channel, conversation),
            Asker = new Asker(Asker.DirectLine, conversation, conversation),
        };
        Reply reply = await loaded.Answerer.AnswerAsync(ask, CancellationToken.None);
        DateTimeOffset now = time.GetUtcNow();
        return ToReply(reply, BotTexts.For(reply.Language), now) with
        {
            Handoff = reply.Decision == Decision.NoMatch && channels.OffersPersonAt(now)
                ? new Handoff(question.Original, kb, LanguageTag.Of(reply.Language))
                : null,
        };
    }

    private BotReply ToReply(Reply reply, BotTexts texts, DateTimeOffset now) => reply switch
    {
        { Answer: { } answer } => new BotReply(
            answer.Text, [.. answer.Prompts.Select(prompt => new BotAction(prompt.Text, new EntryChoice(prompt.EntryId, answer.EntryId)))])
        {
            Decision = "answer",
            Confidence = reply.Confidence,
            EntryId = answer.EntryId,
        },
        { Decision: Decision.Suggestions } => new BotReply(
            texts.DidYouMean,
            [
                .. reply.Suggestions.Select(candidate =>
                    new BotAction(candidate.Question, new EntryChoice(candidate.EntryId, reply.PreviousEntryId))),
            ])
        {
            Decision = "suggestions",
            Confidence = reply.Confidence,
        },
        _ => new BotReply(ElsewhereText.Below(reply.Message ?? texts.NoAnswer, channels, reply.Language, now), [])
        {
            Decision = "noMatch",
            Confidence = reply.Confidence,
        },
    };
}
