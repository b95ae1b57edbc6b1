using FaqBot.Channels.BotFramework.Messages;
using FaqBot.Channels.BotFramework.Rendering;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Answers messages of channels.</summary>
internal sealed partial class AnsweringBot(
    AnsweringEngine engine, BotOptions options, AnsweringOptions answering, IConversationMemory memory, ILogger<AnsweringBot> log) : ActivityHandler
{
    private const int Top = 3;

    private readonly KnowledgeBaseChoice _knowledge = new(options, answering);

    protected override async Task OnMessageActivityAsync(ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
    {
        Activity activity = ((ITurnContext)turnContext).Activity;
        MessageText message = MessageText.Of(activity);
        if (!message.IsToBot)
        {
            return;
        }

        BotTexts texts = BotTexts.For(activity.Locale);
        if (message.Text.Length == 0)
        {
            await turnContext.SendActivityAsync(texts.TextOnly, cancellationToken: cancellationToken);
        }
        else if (!Question.TryParse(message.Text, answering.MaxQuestionLength, null, out Question? question, out _))
        {
            bool isLong = message.Text.EnumerateRunes().Skip(answering.MaxQuestionLength).Any();
            await turnContext.SendActivityAsync(isLong ? texts.TooLong : texts.TextOnly, cancellationToken: cancellationToken);
        }
        else
        {
            await AnswerAsync(turnContext, activity, question, message.PreviousEntryId, cancellationToken);
        }
    }

    /// <summary>Greets whoever comes into a conversation of two.</summary>
    protected override Task OnMembersAddedAsync(
        IList<ChannelAccount> membersAdded, ITurnContext<IConversationUpdateActivity> turnContext, CancellationToken cancellationToken) =>
        GreetAsync(turnContext, cancellationToken);

    /// <summary>Teams says so, and not by members, when somebody installs the bot.</summary>
    protected override Task OnInstallationUpdateAddAsync(ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken) =>
        GreetAsync(turnContext, cancellationToken);

    protected override async Task OnEndOfConversationActivityAsync(ITurnContext<IEndOfConversationActivity> turnContext, CancellationToken cancellationToken) =>
        await memory.ForgetAsync(ActivityKey.OfConversation(((ITurnContext)turnContext).Activity), cancellationToken);

    private async Task AnswerAsync(
        ITurnContext turnContext, Activity activity, Question question, string? clickedAt, CancellationToken cancellationToken)
    {
        string conversation = ActivityKey.OfConversation(activity);
        string knowledge = _knowledge.For(activity);
        Remembered? remembered = await memory.FindAsync(conversation, cancellationToken);
        string? previous = clickedAt ?? (remembered?.KnowledgeBaseId == knowledge ? remembered.EntryId : null);
        EntryFilter filter = string.IsNullOrEmpty(previous) ? EntryFilter.None : new EntryFilter([], FilterJoin.And, previous);
        Reply reply;
        try
        {
            reply = await engine.Require().Answerer.AnswerAsync(new Ask(question, knowledge, filter, Top, Threshold: null), cancellationToken);
        }
        catch (Exception exception) when (exception is BusyException or NotReadyException or EncoderUnavailableException)
        {
            CannotAnswerNow(log, exception.Message);
            await turnContext.SendActivityAsync(BotTexts.For(question.Language).Busy, cancellationToken: cancellationToken);
            return;
        }

        if (reply.Answer is { } answer)
        {
            await memory.StoreAsync(conversation, new Remembered(knowledge, answer.EntryId), cancellationToken);
        }

        Answered(log, reply.KnowledgeBaseId, reply.Decision, reply.Confidence);
        Activity[] rendered = ReplyRenderer.Render(reply, ChannelAbilities.Of(activity.ChannelId), BotTexts.For(question.Language));
        await turnContext.SendActivitiesAsync([.. rendered], cancellationToken);
        if (options.HandOver && reply.Decision == Decision.NoMatch)
        {
            Dictionary<string, object> context = new()
            {
                ["question"] = question.Original,
                ["knowledgeBase"] = knowledge,
                ["language"] = LanguageTag.Of(question.Language),
            };
            await turnContext.SendActivityAsync(EventFactory.CreateHandoffInitiation(turnContext, context), cancellationToken);
        }
    }

    private Task GreetAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        Activity activity = turnContext.Activity;
        string greeting = options.Greeting ?? BotTexts.For(activity.Locale).Greeting;
        return greeting.Length == 0 || activity.Conversation.IsGroup == true
            ? Task.CompletedTask
            : turnContext.SendActivityAsync(greeting, cancellationToken: cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Debug, "Answered from {KnowledgeBase}: {Decision} with confidence {Confidence}.")]
    private static partial void Answered(ILogger log, string knowledgeBase, Decision decision, double confidence);

    [LoggerMessage(2, LogLevel.Warning, "Cannot answer a channel's message now: {Reason}")]
    private static partial void CannotAnswerNow(ILogger log, string reason);
}
