using FaqBot.Core.Redis;
using FaqBot.Encoding.Resilience;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Keeps the last answers in Redis, so that any replica serves any request of a conversation.</summary>
/// <remarks>A look-up waits for at most <see cref="RedisOptions.Timeout"/>; after some failures in a row Redis is left alone for a while.</remarks>
internal sealed partial class RedisLastAnswers : ILastAnswerStore
{
    private const int LongestId = 64;
    private const int MaxStoresInFlight = 256;

    // A store may take longer than a look-up: no request waits for it.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(1);

    private readonly RedisOptions _options;
    private readonly RedisConnection _connection;
    private readonly CircuitBreaker _breaker;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private int _storesInFlight;

    public RedisLastAnswers(TimeSpan lifetime, RedisOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _connection = new RedisConnection(options.Configuration!, time);
        _breaker = new CircuitBreaker(options.BreakAfter, options.BreakDuration, time);
        _lifetime = lifetime;
        _time = time;
        _log = loggers.CreateLogger<RedisLastAnswers>();
    }

    public async ValueTask<string?> FindAsync(string conversation, CancellationToken cancellationToken)
    {
        // At most one character too many is read: whatever somebody put there, it cannot fill the memory.
        RedisValue value = Enter() is { } database
            ? await CallAsync(() => database.StringGetRangeAsync(KeyOf(conversation), 0, LongestId), _options.Timeout, cancellationToken)
            : RedisValue.Null;
        return value.IsNullOrEmpty ? null : (string?)value is { Length: <= LongestId } id ? id : null;
    }

    public void Keep(string conversation, string entryId)
    {
        if (Interlocked.Increment(ref _storesInFlight) > MaxStoresInFlight || Enter() is not { } database)
        {
            Interlocked.Decrement(ref _storesInFlight);
            return;
        }

        // Nobody waits: the task handles its own failures.
        _ = KeepAsync(database, KeyOf(conversation), entryId);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task KeepAsync(IDatabase database, RedisKey key, string entryId)
    {
        await CallAsync(() => database.StringSetAsync(key, entryId, _lifetime, When.Always, CommandFlags.None), StoreTimeout, CancellationToken.None);
        Interlocked.Decrement(ref _storesInFlight);
    }

    private RedisKey KeyOf(string conversation) => $"{_options.KeyPrefix}last-answer:1:{conversation}";

    private IDatabase? Enter()
    {
        if (_connection.Database is { } database)
        {
            return _breaker.TryEnter() ? database : null;
        }

        if (!_connection.IsConnecting && !_connection.IsDisposed)
        {
            _connection.RenewIfLost();
        }

        return null;
    }

    /// <summary>The one place where Redis's answers are awaited and where the breaker learns how it went.</summary>
    private async ValueTask<T?> CallAsync<T>(Func<Task<T>> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task<T>? pending = null;
        try
        {
            pending = command();
            T value = await pending.WaitAsync(timeout, _time, cancellationToken);
            _breaker.Succeeded();
            return value;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _breaker.Abandoned();
            Observe(pending);
            throw;
        }
        catch (RedisServerException)
        {
            // It answers, and at once: OOM, READONLY, WRONGTYPE, LOADING.
            _breaker.Succeeded();
            return default;
        }
        catch (Exception exception)
        {
            // A lost context is none: whatever the client throws, the question is answered without it.
            Observe(pending);
            switch (_breaker.Failed())
            {
                case BreakChange.Opened:
                    // A client's message may name the connection string: only its type is told.
                    Broken(_log, exception is TimeoutException ? "it does not answer in time" : exception.GetType().Name);
                    break;
                case BreakChange.Prolonged:
                    _connection.Renew();
                    break;
            }

            return default;
        }
    }

    /// <summary>Sees to the failure of a command that is no longer awaited.</summary>
    private static void Observe(Task? pending) => pending?.ContinueWith(
        failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Warning, "Redis is left alone for a while, follow-ups go on without what was answered before: {Failure}.")]
    private static partial void Broken(ILogger log, string failure);
}
