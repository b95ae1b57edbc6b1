using FaqBot.Encoding.Resilience;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Redis;

/// <summary>Calls of Redis by a store that can do without it.</summary>
/// <remarks>
/// Thread-safe. The one place where answers are awaited and where the breaker learns how it went. A look-up waits for at most
/// <see cref="RedisOptions.Timeout"/>, a command that is sent for nothing. After some failures in a row Redis is left alone for a while, so
/// that not every request pays for it.
/// </remarks>
internal sealed partial class RedisCalls : IAsyncDisposable
{
    /// <summary>Most commands on their way that nobody waits for; beyond that they are dropped.</summary>
    public const int MaxInFlight = 256;

    // What is sent may take longer than a look-up: no request waits for it.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RefusalLogInterval = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _findTimeout;
    private readonly RedisConnection _connection;
    private readonly CircuitBreaker _breaker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _consequence;
    private long _nextRefusalLog;
    private int _inFlight;
    private string? _saidBroken;

    /// <summary>Starts to connect.</summary>
    /// <param name="options">How Redis is reached.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when Redis is left alone, refuses, and is used again.</param>
    /// <param name="consequence">What is said to happen without Redis.</param>
    public RedisCalls(RedisOptions options, TimeProvider time, ILogger log, string consequence)
    {
        _findTimeout = options.Timeout;
        _connection = new RedisConnection(options, time);
        _breaker = new CircuitBreaker(options.BreakAfter, options.BreakDuration, time);
        _time = time;
        _log = log;
        _consequence = consequence;
    }

    /// <summary>Whether Redis is left alone at the moment.</summary>
    public bool IsBroken => _breaker.IsOpen || _connection.Database is null;

    /// <summary>What is the matter while it is left alone; null when it is not.</summary>
    public string? Trouble => _connection.Database is null ? _connection.Trouble : _breaker.IsOpen ? "it does not answer in time" : null;

    /// <summary>The database, if it may be called now; each call that was allowed must be made.</summary>
    /// <remarks>Without a connection nothing is lost by asking again for the next request.</remarks>
    public IDatabase? Enter()
    {
        if (_connection.Database is { } database)
        {
            return _breaker.TryEnter() ? database : null;
        }

        if (!_connection.IsConnecting && !_connection.IsDisposed)
        {
            SayBroken(_connection.Trouble);
            _connection.RenewIfLost();
        }

        return null;
    }

    /// <summary>Looks something up, after <see cref="Enter"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>Whether Redis answered, and what.</returns>
    public ValueTask<(bool Answered, T? Value)> FindAsync<T>(Func<Task<T>> command, CancellationToken cancellationToken) =>
        CallAsync(command, _findTimeout, cancellationToken);

    /// <summary>Sends a command for which nobody waits.</summary>
    /// <param name="command">The command.</param>
    /// <returns>Whether Redis did it; null, at once, when it was not sent. Never fails.</returns>
    public Task<bool>? Send<T>(Func<IDatabase, Task<T>> command)
    {
        if (Interlocked.Increment(ref _inFlight) > MaxInFlight || Enter() is not { } database)
        {
            Interlocked.Decrement(ref _inFlight);
            return null;
        }

        return SendAsync(() => command(database));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Sees to the failure of a command that is no longer awaited.</summary>
    /// <param name="pending">The command; or null.</param>
    public static void Observe(Task? pending) => pending?.ContinueWith(
        failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private async Task<bool> SendAsync<T>(Func<Task<T>> command)
    {
        (bool answered, T? _) = await CallAsync(command, SendTimeout, CancellationToken.None);
        Interlocked.Decrement(ref _inFlight);
        return answered;
    }

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
            // What is lost is a miss: whatever the client throws, the question is answered without it.
            Observe(pending);
            ReportFailure(exception);
            return (false, default);
        }
    }

    private void ReportAnswer()
    {
        _breaker.Succeeded();
        if (Volatile.Read(ref _saidBroken) is not null && Interlocked.Exchange(ref _saidBroken, null) is not null)
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
            Refused(_log, _consequence, message);
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

    /// <summary>Says it once; and once more when it turns out to be what the operator must mend, which the first attempt may be too late
    /// to tell.</summary>
    private void SayBroken(string failure)
    {
        string? said = Volatile.Read(ref _saidBroken);
        if ((said is null || (said != failure && failure == RedisConnection.Refusal))
            && Interlocked.CompareExchange(ref _saidBroken, failure, said) == said)
        {
            Broken(_log, _consequence, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis is left alone for a while, {Consequence}: {Failure}.")]
    private static partial void Broken(ILogger log, string consequence, string failure);

    [LoggerMessage(3, LogLevel.Warning, "Redis refuses a command, {Consequence}: {Refusal}")]
    private static partial void Refused(ILogger log, string consequence, string refusal);

    [LoggerMessage(2, LogLevel.Information, "Redis is used again.")]
    private static partial void Recovered(ILogger log);
}
