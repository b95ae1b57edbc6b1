using StackExchange.Redis;

namespace FaqBot.Core.Redis;

/// <summary>A channel by which replicas tell each other something. What is lost is made up for by listeners that look by
/// themselves.</summary>
internal sealed class RedisSubscription : IAsyncDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(2);

    private readonly RedisConnection _connection;
    private readonly Action<string> _receive;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;

    /// <summary>Starts to listen.</summary>
    /// <param name="connection">The connection, which may come later and break.</param>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="receive">Takes each message; it must not block.</param>
    /// <param name="time">The clock.</param>
    public RedisSubscription(RedisConnection connection, string channel, Action<string> receive, TimeProvider time)
    {
        _connection = connection;
        _receive = receive;
        Channel = channel;
        _keeping = Task.Run(() => KeepSubscribedAsync(time));
    }

    /// <summary>Name of the channel.</summary>
    public string Channel { get; }

    /// <summary>Sends a message without waiting for anything.</summary>
    public void Publish(string message) =>
        _ = _connection.Database?.PublishAsync(ToChannel(), message, CommandFlags.FireAndForget);

    /// <inheritdoc />
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
        if ((string?)message is { } text)
        {
            _receive(text);
        }
    }
}
