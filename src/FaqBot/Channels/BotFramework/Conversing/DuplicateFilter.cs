using FaqBot.Core.Conversations;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Answers activities that came before with the same reply: channels send one again when they have missed it.</summary>
/// <remarks>
/// An activity is known by its id, as rule A2033 of the Activity protocol has it. While the first copy is being answered, its reply is
/// on the way: a second one waits for it where the reply goes into the response, and is dropped otherwise. A turn that failed may be
/// tried again.
/// </remarks>
internal sealed class DuplicateFilter(TimeProvider time) : Microsoft.Bot.Builder.IMiddleware
{
    private const int MostRemembered = 10_000;

    // Null: the turn failed.
    private readonly ExpiringEntries<Task<Activity[]?>> _replies = new(MostRemembered, TimeSpan.FromMinutes(10), time);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        string? key = ActivityKey.OfActivity(turnContext.Activity);
        TaskCompletionSource<Activity[]?> replies = new(TaskCreationOptions.RunContinuationsAsynchronously);
        while (key is not null && !_replies.TryAdd(key, replies.Task))
        {
            if (_replies.Find(key) is { } earlier && await TryRepeatAsync(turnContext, earlier, cancellationToken))
            {
                return;
            }
        }

        List<Activity> sent = [];
        turnContext.OnSendActivities(async (_, activities, send) =>
        {
            ResourceResponse[] receipts = await send();
            sent.AddRange(activities);
            return receipts;
        });
        try
        {
            await next(cancellationToken);
            replies.SetResult([.. sent]);
        }
        catch
        {
            if (key is not null)
            {
                _replies.Remove(key);
            }

            replies.SetResult(null);
            throw;
        }
    }

    /// <summary>Says again what was said.</summary>
    /// <returns>False when there is nothing to repeat, since the first turn failed.</returns>
    private static async Task<bool> TryRepeatAsync(ITurnContext turnContext, Task<Activity[]?> earlier, CancellationToken cancellationToken)
    {
        bool isInResponse = turnContext.Activity.Type == ActivityTypes.Invoke
            || turnContext.Activity.DeliveryMode == DeliveryModes.ExpectReplies;
        if (!isInResponse && !earlier.IsCompleted)
        {
            return true;
        }

        if (await earlier.WaitAsync(cancellationToken) is not { } replies)
        {
            return false;
        }

        // A person need not be called twice.
        IActivity[] repeated = [.. replies.Where(reply => isInResponse || reply.Type == ActivityTypes.Message)];
        if (repeated.Length > 0)
        {
            await turnContext.SendActivitiesAsync(repeated, cancellationToken);
        }

        return true;
    }
}
