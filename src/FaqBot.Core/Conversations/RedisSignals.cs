using FaqBot.Core.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Carries signals between replicas. One that is lost is made up for by listeners that look by themselves.</summary>
internal sealed class RedisSignals(RedisConnection connection, string channel, ConversationSignals local, TimeProvider time)
    : IAsyncDisposable
{
    private const char Typing = 't';
    private const char Activities = 'a';

    private readonly RedisSubscription _subscription = new(connection, channel, message => Receive(local, message), time);

    /// <summary>Name of the channel.</summary>
    public string Channel => _subscription.Channel;

    /// <summary>A signal as it travels.</summary>
    public static string Payload(string conversation, bool typing) => (typing ? Typing : Activities) + conversation;

    /// <summary>Sends a signal without waiting for anything.</summary>
    public void Publish(string conversation, bool typing) => _subscription.Publish(Payload(conversation, typing));

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    private static void Receive(ConversationSignals local, string message)
    {
        if (message is { Length: > 1 })
        {
            local.Raise(message[1..], typing: message[0] == Typing);
        }
    }
}
