using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Connector;

/// <summary>Calls a channel.</summary>
public interface IConnectorClient : IDisposable
{
    Uri BaseUri { get; set; }

    IConversations Conversations { get; }
}

/// <summary>Conversations of a channel; <see cref="ConversationsExtensions"/> holds the calls.</summary>
public interface IConversations;

/// <summary>Calls about conversations.</summary>
public static class ConversationsExtensions
{
    public static Task<ResourceResponse> SendToConversationAsync(
        this IConversations operations, string conversationId, Activity activity, CancellationToken cancellationToken = default) =>
        ((Conversations)operations).PostAsync($"v3/conversations/{Escape(conversationId)}/activities", activity, cancellationToken);

    public static Task<ResourceResponse> ReplyToActivityAsync(
        this IConversations operations, string conversationId, string activityId, Activity activity, CancellationToken cancellationToken = default) =>
        ((Conversations)operations).PostAsync($"v3/conversations/{Escape(conversationId)}/activities/{Escape(activityId)}", activity, cancellationToken);

    private static string Escape(string id) => Uri.EscapeDataString(id ?? throw new ArgumentNullException(nameof(id)));
}
