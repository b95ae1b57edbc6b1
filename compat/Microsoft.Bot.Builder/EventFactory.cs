using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace Microsoft.Bot.Builder;

/// <summary>Makes events.</summary>
public static class EventFactory
{
    public static IEventActivity CreateHandoffInitiation(ITurnContext turnContext, object handoffContext, Transcript transcript = null)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        Activity activity = turnContext.Activity;
        Activity handoff = new(ActivityTypes.Event)
        {
            Name = HandoffEventNames.InitiateHandoff,
            Value = handoffContext is null ? null : JObject.FromObject(handoffContext),
            Id = Guid.NewGuid().ToString(),
            Timestamp = DateTime.UtcNow,
            Conversation = activity.Conversation,
            Attachments = [],
            Entities = [],
            From = activity.From,
            RelatesTo = activity.GetConversationReference(),
            ReplyToId = activity.Id,
            ServiceUrl = activity.ServiceUrl,
            ChannelId = activity.ChannelId,
        };
        if (transcript is not null)
        {
            handoff.Attachments.Add(new Attachment("application/json", content: transcript, name: "Transcript"));
        }

        return handoff;
    }
}

/// <summary>Names of events that hand a conversation over.</summary>
public static class HandoffEventNames
{
    public const string InitiateHandoff = "handoff.initiate";
    public const string HandoffStatus = "handoff.status";
}
