using FaqBot.Channels.BotFramework.Messages;
using FaqBot.Channels.BotFramework.Rendering;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Conversations;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using FaqBot.Texts;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Answers messages of channels.</summary>
internal sealed partial class AnsweringBot(
    AnsweringEngine engine,
    BotOptions options,
    ChannelOptions channels,
    AnsweringOptions answering,
    Greetings greetings,
    TimeProvider time,
    ILogger<AnsweringBot> log) : ActivityHandler
{
    private const string Channel = "bot";
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
            // Called by name and nothing else: as a person would, it says that it is there.
            string greeting = message.IsMention ? greetings.For(activity) : "";
            await turnContext.SendActivityAsync(greeting.Length > 0 ? greeting : texts.TextOnly, cancellationToken: cancellationToken);
        }
        else if (!Question.TryParse(message.Text, answering.MaxQuestionLength,
            LanguageGuess.Otherwise(message.Text, activity.Locale), out Question? question, out _))
        {
            string unreadable = texts.Unreadable(message.Text, answering.MaxQuestionLength);
            await turnContext.SendActivityAsync(unreadable, cancellationToken: cancellationToken);
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

    /// <summary>Teams says so, with members or without, when somebody installs the bot.</summary>
    protected override Task OnInstallationUpdateAddAsync(
        ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken) =>
        GreetAsync(turnContext, cancellationToken);

    protected override Task OnInstallationUpdateRemoveAsync(
        ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken)
    {
        greetings.Forget(((ITurnContext)turnContext).Activity);
        return Task.CompletedTask;
    }

    protected override Task OnEndOfConversationActivityAsync(
        ITurnContext<IEndOfConversationActivity> turnContext, CancellationToken cancellationToken)
    {
        Activity activity = ((ITurnContext)turnContext).Activity;
        engine.Loaded?.Answerer.Forget(new ConversationKey(_knowledge.For(activity), NameOf(activity)));
        return Task.CompletedTask;
    }

    private static string NameOf(Activity activity) => ConversationKey.NameOf(Channel, ActivityKey.OfConversation(activity));

    private async Task AnswerAsync(
        ITurnContext turnContext, Activity activity, Question question, string? clickedAt, CancellationToken cancellationToken)
    {
        string knowledge = _knowledge.For(activity);
        Ask ask = new(question, knowledge, EntryFilter.None.After(string.IsNullOrEmpty(clickedAt) ? null : clickedAt), Top, Threshold: null)
        {
            ConversationId = NameOf(activity),
            Asker = new Asker(Asker.BotFramework, $"{activity.ChannelId}:{activity.From?.Id}", activity.Conversation.Id),
        };
        Reply reply;
        try
        {
            reply = await engine.Require().Answerer.AnswerAsync(ask, cancellationToken);
        }
        catch (Exception exception) when (exception is BusyException or NotReadyException or EncoderUnavailableException)
        {
            CannotAnswerNow(log, exception.Message);
            await turnContext.SendActivityAsync(BotTexts.For(question.Language).Busy, cancellationToken: cancellationToken);
            return;
        }

        Answered(log, reply.KnowledgeBaseId, reply.Decision, reply.Confidence);
        DateTimeOffset now = time.GetUtcNow();
        string unanswered = ElsewhereText.Below(
            reply.Message ?? BotTexts.For(reply.Language).NoAnswer, channels, reply.Language, now);
        Activity[] rendered = ReplyRenderer.Render(reply, ChannelAbilities.Of(activity.ChannelId), unanswered);
        await turnContext.SendActivitiesAsync([.. rendered], cancellationToken);
        if (reply.Decision == Decision.NoMatch && channels.OffersPersonAt(now))
        {
            Dictionary<string, object> context = new()
            {
                ["question"] = question.Original,
                ["knowledgeBase"] = knowledge,
                ["language"] = LanguageTag.Of(reply.Language),
            };
            await turnContext.SendActivityAsync(EventFactory.CreateHandoffInitiation(turnContext, context), cancellationToken);
        }
    }

    private async Task GreetAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        string greeting = greetings.First(turnContext.Activity);
        if (greeting.Length == 0)
        {
            return;
        }

        try
        {
            await turnContext.SendActivityAsync(greeting, cancellationToken: cancellationToken);
        }
        catch
        {
            greetings.Forget(turnContext.Activity);
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Answered from {KnowledgeBase}: {Decision} with confidence {Confidence}.")]
    private static partial void Answered(ILogger log, string knowledgeBase, Decision decision, double confidence);

    [LoggerMessage(2, LogLevel.Warning, "Cannot answer a channel's message now: {Reason}")]
    private static partial void CannotAnswerNow(ILogger log, string reason);
}
