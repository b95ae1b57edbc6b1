using FaqBot.Core.Answering;
using FaqBot.Core.Conversations;

namespace FaqBot.Channels.DirectLine;

/// <summary>Takes an activity in and answers it. Question and answer enter the conversation together: what fails leaves no trace, and can
/// be sent again.</summary>
internal sealed class MessageTurn(
    FaqReplies replies, ConversationGreeting greeting, ConversationDoor door, ConversationTurns turns, IConversationStore store,
        DirectLineOptions options, TimeProvider time)
{
    /// <summary>Takes an activity in.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="incoming">The activity.</param>
    /// <param name="caller">Who sends it.</param>
    /// <returns>Its id; of the first copy where it came before.</returns>
    /// <exception cref="DirectLineException">The conversation does not exist, or too much of it waits.</exception>
    public async ValueTask<string> TakeAsync(string conversation, IncomingActivity incoming, Caller caller)
    {
        using IDisposable turn = await turns.EnterAsync(conversation);
        ConversationState state = await door.RequireAsync(conversation, caller, 0, incoming.Key, CancellationToken.None);
        if (state.Seen is { } seen)
        {
            return ActivitySet.IdOf(conversation, seen);
        }

        switch (incoming.Type)
        {
            case IncomingActivity.Message:
                BotReply reply = await AnswerAsync(conversation, incoming, caller);
                (string name, DateTimeOffset now) = (options.BotName, time.GetUtcNow());
                List<byte[]> activities = [incoming.Stored, BotActivity.Write(reply, conversation, name, replyTo: 1, now)];
                if (reply.Handoff is { } handoff)
                {
                    activities.Add(BotActivity.Write(handoff, conversation, name, replyTo: 2, now));
                }

                return await AppendAsync(conversation, new ConversationTurn(activities, incoming.Key));
            case IncomingActivity.Event:
                string id = await AppendAsync(conversation, new ConversationTurn([incoming.Stored], incoming.Key));
                if (FaqReplies.IsJoining(incoming))
                {
                    await greeting.SayAsync(conversation, incoming.Locale);
                }

                return id;
            default:
                // Typing, reactions and the like: taken in politely, of no use to an answer.
                return $"{conversation}|{incoming.Type}";
        }
    }

    private async ValueTask<BotReply> AnswerAsync(string conversation, IncomingActivity incoming, Caller caller)
    {
        try
        {
            Task<BotReply> answering = replies.AnswerAsync(incoming, caller.Claims?.KnowledgeBase, conversation).AsTask();
            if (!answering.IsCompleted)
            {
                await answering.WaitAsync(options.TypingAfter, time).ContinueWith(_ => { }, TaskScheduler.Default);
                if (!answering.IsCompleted)
                {
                    store.SignalTyping(conversation);
                }
            }

            return await answering;
        }
        catch (UnknownKnowledgeBaseException exception)
        {
            throw new DirectLineException(StatusCodes.Status502BadGateway, DirectLineCode.BotRejected, exception.Message);
        }
    }

    private async ValueTask<string> AppendAsync(string conversation, ConversationTurn turn) =>
        await store.AppendAsync(conversation, turn, CancellationToken.None) is { } number
            ? ActivitySet.IdOf(conversation, number)
            : throw DirectLineException.UnknownConversation();
}
