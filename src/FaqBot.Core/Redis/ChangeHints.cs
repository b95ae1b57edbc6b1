using System.Threading.Channels;

namespace FaqBot.Core.Redis;

/// <summary>Tells other replicas by Redis that the store was changed, and hears it from them.</summary>
/// <remarks>Thread-safe. A hint shortens the wait of who looks by itself, and holds nothing: whoever could forge one only makes others
/// look.</remarks>
public sealed class ChangeHints : IAsyncDisposable
{
    private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly RedisConnection _connection;
    private readonly RedisSubscription _subscription;

    private ChangeHints(RedisOptions options, TimeProvider time)
    {
        _connection = new RedisConnection(options, time);
        _subscription = new RedisSubscription(
            _connection, options.KeyPrefix + "changes", from => _ = from != _self && _heard.Writer.TryWrite(true), time);
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The hints; null where no Redis is configured.</returns>
    public static ChangeHints? Open(RedisOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return string.IsNullOrWhiteSpace(options.Configuration) ? null : new ChangeHints(options, time);
    }

    /// <summary>Waits for a hint of another replica.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _heard.Reader.ReadAsync(cancellationToken);

    /// <summary>Tells the others, without waiting for anything.</summary>
    public void Tell() => _subscription.Publish(_self);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
