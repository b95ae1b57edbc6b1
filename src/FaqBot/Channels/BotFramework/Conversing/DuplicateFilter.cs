using FaqBot.Core.Conversations;
using Microsoft.Bot.Builder;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Drops activities that came before: channels send one again when they have missed the reply.</summary>
/// <remarks>Rule A2033 of the Activity protocol lets a bot do so by the activity's id. A turn that failed may be tried again.</remarks>
internal sealed class DuplicateFilter(TimeProvider time) : Microsoft.Bot.Builder.IMiddleware
{
    private const int MostRemembered = 10_000;

    private readonly ExpiringEntries<bool> _seen = new(MostRemembered, TimeSpan.FromMinutes(10), time);

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        string? key = ActivityKey.OfActivity(turnContext.Activity);
        if (key is not null && !_seen.TryAdd(key, true))
        {
            return;
        }

        try
        {
            await next(cancellationToken);
        }
        catch
        {
            if (key is not null)
            {
                _seen.Remove(key);
            }

            throw;
        }
    }
}
