using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Encoding.Resilience;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Caching;

/// <summary>Keeps rankings in Redis, shared by all replicas.</summary>
/// <remarks>
/// A look-up waits for at most <see cref="RedisOptions.Timeout"/>, a store for nothing. After some failures in a row Redis is left
/// alone for a while, so that not every request pays for it.
/// </remarks>
internal sealed partial class RedisReplyStore : IReplyStore
{
    /// <summary>Most rankings on their way to Redis; beyond that they are dropped.</summary>
    public const int MaxStoresInFlight = 256;

    // A store may take longer than a look-up: no request waits for it.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RefusalLogInterval = TimeSpan.FromMinutes(1);

    private readonly RedisOptions _options;
    private readonly RedisConnection _connection;
    private readonly CircuitBreaker _breaker;
    private readonly TimeProvider _time;
    private readonly CacheCounters _counters;
    private readonly ILogger _log;
    private long _nextRefusalLog;
    private int _storesInFlight;
    private int _saidBroken;

    public RedisReplyStore(RedisOptions options, TimeProvider time, CacheCounters counters, ILoggerFactory loggers)
    {
        _options = options;
        _connection = new RedisConnection(options.Configuration!, time);
        _breaker = new CircuitBreaker(options.BreakAfter, options.BreakDuration, time);
        _time = time;
        _counters = counters;
        _log = loggers.CreateLogger<RedisReplyStore>();
    }

    public string Kind => "redis";

    public bool IsBroken => _breaker.IsOpen || _connection.Database is null;

    public async ValueTask<(CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(
        ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string hash = key.Hash();
        if (Enter() is not { } database)
        {
            return (CacheOutcome.Skipped, null);
        }

        // At most one byte too many is read: whatever somebody put there, it cannot fill the memory.
        (bool answered, RedisValue value) = await CallAsync(
            () => database.StringGetRangeAsync(KeyOf(hash), 0, RankingPayload.MaxBytes), _options.Timeout, cancellationToken);
        return !answered ? (CacheOutcome.Error, null)
            : value.IsNullOrEmpty ? (CacheOutcome.Miss, null)
            : RankingPayload.Read((byte[])value!, hash, key.Filter, catalog, _time.GetUtcNow());
    }

    public void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan lifetime)
    {
        string hash = key.Hash();
        byte[] payload = RankingPayload.Write(hash, ranked, _time.GetUtcNow() + lifetime);
        if (Interlocked.Increment(ref _storesInFlight) > MaxStoresInFlight || Enter() is not { } database)
        {
            Interlocked.Decrement(ref _storesInFlight);
            _counters.Count(StoreOutcome.Dropped);
            return;
        }

        // Nobody waits: the task handles its own failures.
        _ = StoreAsync(database, KeyOf(hash), payload, lifetime);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task StoreAsync(IDatabase database, RedisKey key, byte[] payload, TimeSpan? lifetime)
    {
        (bool answered, bool _) = await CallAsync(
            () => database.StringSetAsync(key, payload, lifetime, When.Always, CommandFlags.None), StoreTimeout, CancellationToken.None);
        Interlocked.Decrement(ref _storesInFlight);
        _counters.Count(answered ? StoreOutcome.Stored : StoreOutcome.Error);
    }

    private RedisKey KeyOf(string hash) => $"{_options.KeyPrefix}reply:{RankingPayload.Version}:{hash}";

    /// <summary>The database, if it may be called now. Without a connection nothing is lost by asking again for the next request.</summary>
    private IDatabase? Enter()
    {
        if (_connection.Database is { } database)
        {
            return _breaker.TryEnter() ? database : null;
        }

        if (!_connection.IsConnecting && !_connection.IsDisposed)
        {
            SayBroken("there is no connection");
            _connection.RenewIfLost();
        }

        return null;
    }

    /// <summary>The one place where Redis's answers are awaited and where the breaker learns how it went.</summary>
    private async ValueTask<(bool Answered, T? Value)> CallAsync<T>(
        Func<Task<T>> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task<T>? pending = null;
        try
        {
            pending = command();

            // The client's own limit is looked at once a second only.
            T value = await pending.WaitAsync(timeout, _time, cancellationToken);
            ReportAnswer();
            return (true, value);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _breaker.Abandoned();
            Observe(pending);
            throw;
        }
        catch (RedisServerException exception)
        {
            // It answers, and at once: OOM, READONLY, WRONGTYPE, LOADING. Its texts hold no secret.
            ReportAnswer();
            ReportRefusal(exception.Message);
            return (false, default);
        }
        catch (Exception exception)
        {
            // A lost cache is a miss: whatever the client throws, the question is answered without it.
            Observe(pending);
            ReportFailure(exception);
            return (false, default);
        }
    }

    private void ReportAnswer()
    {
        _breaker.Succeeded();
        if (Volatile.Read(ref _saidBroken) == 1 && Interlocked.Exchange(ref _saidBroken, 0) == 1)
        {
            Recovered(_log);
        }
    }

    private void ReportRefusal(string message)
    {
        long now = _time.GetUtcNow().UtcTicks;
        long next = Interlocked.Read(ref _nextRefusalLog);
        if (now >= next && Interlocked.CompareExchange(ref _nextRefusalLog, now + RefusalLogInterval.Ticks, next) == next)
        {
            Refused(_log, message);
        }
    }

    private void ReportFailure(Exception exception)
    {
        switch (_breaker.Failed())
        {
            case BreakChange.Opened:
                // A client's message may name the connection string: only its type is told.
                SayBroken(exception is TimeoutException ? "it does not answer in time" : exception.GetType().Name);
                break;
            case BreakChange.Prolonged:
                // It did not come back within a break: perhaps only this connection is dead, which nobody would tell the client.
                _connection.Renew();
                break;
        }
    }

    private void SayBroken(string failure)
    {
        if (Interlocked.Exchange(ref _saidBroken, 1) == 0)
        {
            Broken(_log, failure);
        }
    }

    /// <summary>Sees to the failure of a command that is no longer awaited.</summary>
    private static void Observe(Task? pending) => pending?.ContinueWith(
        failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Warning, "Redis is left alone for a while, answers go on without it: {Failure}.")]
    private static partial void Broken(ILogger log, string failure);

    [LoggerMessage(3, LogLevel.Warning, "Redis refuses a command, answers go on without it: {Refusal}")]
    private static partial void Refused(ILogger log, string refusal);

    [LoggerMessage(2, LogLevel.Information, "Redis is used again.")]
    private static partial void Recovered(ILogger log);
}
