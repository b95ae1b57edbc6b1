using FaqBot.Matching;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Caching;

/// <summary>Keeps rankings in Redis, shared by all replicas.</summary>
/// <remarks>
/// A look-up waits for at most <see cref="RedisOptions.Timeout"/>, a store for nothing. After some failures in a row Redis is left
/// alone for a while, so that not every request pays for it.
/// </remarks>
internal sealed partial class RedisReplyStore : IReplyStore
{
    private const int MaxStoresInFlight = 256;

    // A store may take longer than a look-up: no request waits for it.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RefusalLogInterval = TimeSpan.FromMinutes(1);

    private readonly RedisOptions _options;
    private readonly RedisConnection _connection;
    private readonly CircuitBreaker _breaker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _nextRefusalLog;
    private int _storesInFlight;
    private int _disconnected;

    public RedisReplyStore(RedisOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _connection = new RedisConnection(options.Configuration!);
        _breaker = new CircuitBreaker(options.BreakAfter, options.BreakDuration, time);
        _time = time;
        _log = loggers.CreateLogger<RedisReplyStore>();
    }

    public string Kind => "redis";

    public bool IsBroken => _breaker.IsOpen || _connection.Database is null;

    public async ValueTask<(CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(
        ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken)
    {
        if (Enter() is not { } database)
        {
            return (CacheOutcome.Skipped, null);
        }

        string hash = key.Hash();

        // At most one byte too many is read: whatever somebody put there, it cannot fill the memory.
        (bool answered, RedisValue value) = await CallAsync(
            () => database.StringGetRangeAsync(KeyOf(hash), 0, RankingPayload.MaxBytes), _options.Timeout, cancellationToken);
        if (!answered)
        {
            return (CacheOutcome.Error, null);
        }

        if (value.IsNullOrEmpty)
        {
            return (CacheOutcome.Miss, null);
        }

        RankedEntry[]? ranked = RankingPayload.TryRead((byte[])value!, hash, catalog);
        return (ranked is null ? CacheOutcome.Error : CacheOutcome.Hit, ranked);
    }

    public void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan lifetime)
    {
        if (Interlocked.Increment(ref _storesInFlight) > MaxStoresInFlight || Enter() is not { } database)
        {
            Interlocked.Decrement(ref _storesInFlight);
            return;
        }

        // Nobody waits: the task handles its own failures.
        _ = StoreAsync(database, key.Hash(), ranked, lifetime);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task StoreAsync(IDatabase database, string hash, RankedEntry[] ranked, TimeSpan lifetime)
    {
        try
        {
            byte[] payload = RankingPayload.Write(hash, ranked);
            TimeSpan? expiry = lifetime;
            await CallAsync(
                () => database.StringSetAsync(KeyOf(hash), payload, expiry, When.Always, CommandFlags.None), StoreTimeout, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref _storesInFlight);
        }
    }

    private RedisKey KeyOf(string hash) => $"{_options.KeyPrefix}reply:{RankingPayload.Version}:{hash}";

    /// <summary>The database, if it may be called now. Without a connection nothing is lost by asking again for the next request.</summary>
    private IDatabase? Enter()
    {
        if (_connection.Database is not { } database)
        {
            if (!_connection.IsConnecting && Interlocked.Exchange(ref _disconnected, 1) == 0)
            {
                Broken(_log, "there is no connection");
            }

            return null;
        }

        if (Interlocked.Exchange(ref _disconnected, 0) == 1)
        {
            Recovered(_log);
        }

        return _breaker.TryEnter() ? database : null;
    }

    /// <summary>The one place where Redis's answers are awaited and where the breaker learns how it went.</summary>
    private async ValueTask<(bool Answered, T? Value)> CallAsync<T>(
        Func<Task<T>> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task<T>? pending = null;
        try
        {
            pending = command();
            T value = await pending.WaitAsync(timeout, cancellationToken);
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
        catch (Exception exception) when (exception is RedisException or TimeoutException or RedisCommandException
            or ObjectDisposedException or OperationCanceledException or InvalidOperationException or IOException)
        {
            Observe(pending);
            ReportFailure(exception);
            return (false, default);
        }
    }

    private void ReportAnswer()
    {
        if (_breaker.Succeeded())
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
        // A client's message may name the connection string: only its type is told.
        bool noAnswer = exception is TimeoutException;
        if (_breaker.Failed())
        {
            Broken(_log, noAnswer ? "it does not answer in time" : exception.GetType().Name);
        }

        if (noAnswer && _breaker.IsOpen)
        {
            _connection.Renew();
        }
    }

    private static void Observe(Task? pending) => pending?.ContinueWith(
        failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Warning, "Redis is left alone for a while, answers go on without it: {Failure}.")]
    private static partial void Broken(ILogger log, string failure);

    [LoggerMessage(3, LogLevel.Warning, "Redis refuses a command, answers go on without it: {Refusal}")]
    private static partial void Refused(ILogger log, string refusal);

    [LoggerMessage(2, LogLevel.Information, "Redis is used again.")]
    private static partial void Recovered(ILogger log);
}
