using FaqBot.Core.Redis;
using StackExchange.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Carries signals between replicas. One that is lost is made up for by listeners that look by themselves.</summary>
internal sealed class RedisSignals : IAsyncDisposable
{
    private const char Typing = 't';
    private const char Activities = 'a';

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(2);

    private readonly RedisConnection _connection;
    private readonly ConversationSignals _local;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;

    public RedisSignals(RedisConnection connection, string channel, ConversationSignals local, TimeProvider time)
    {
        _connection = connection;
        _local = local;
        Channel = channel;
        _keeping = Task.Run(() => KeepSubscribedAsync(time));
    }

    /// <summary>Name of the channel.</summary>
    public string Channel { get; }

    /// <summary>A signal as it travels.</summary>
    public static string Payload(string conversation, bool typing) => (typing ? Typing : Activities) + conversation;

    /// <summary>Sends a signal without waiting for anything.</summary>
    public void Publish(string conversation, bool typing) =>
        _ = _connection.Database?.PublishAsync(ToChannel(), Payload(conversation, typing), CommandFlags.FireAndForget);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        _stopping.Dispose();
    }

    private RedisChannel ToChannel() => new(Channel, RedisChannel.PatternMode.Literal);

    /// <summary>The client subscribes again by itself when it connects again, but a connection that was made anew has no
    /// subscription.</summary>
    private async Task KeepSubscribedAsync(TimeProvider time)
    {
        object? subscribed = null;
        using PeriodicTimer timer = new(CheckInterval, time);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (_connection.Database?.Multiplexer is { } multiplexer && !ReferenceEquals(multiplexer, subscribed))
                {
                    await multiplexer.GetSubscriber().SubscribeAsync(ToChannel(), (_, message) => Receive(message))
                        .WaitAsync(SubscribeTimeout, _stopping.Token);
                    subscribed = multiplexer;
                }

                await timer.WaitForNextTickAsync(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception)
            {
                // Listeners look by themselves meanwhile; the next tick tries again.
                subscribed = null;
            }
        }
    }

    private void Receive(RedisValue message)
    {
        if ((string?)message is { Length: > 1 } signal)
        {
            _local.Raise(signal[1..], typing: signal[0] == Typing);
        }
    }
}
