using System.Security.Cryptography;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Keeps conversations in Redis, so that every replica can serve each of them.</summary>
/// <remarks>Each call is one script, which Redis runs whole or not at all. Numbers lost with an eviction come back from the client's
/// watermark.</remarks>
public sealed partial class RedisConversationStore : IConversationStore
{
    // Nobody can go on without the answer: a short stall of Redis is waited for.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private readonly ConversationLimits _limits;
    private readonly string _prefix;
    private readonly RedisConnection _connection;
    private readonly RedisSignals _signals;
    private readonly ILogger _log;
    private int _saidBroken;

    /// <summary>Starts to connect.</summary>
    /// <param name="options">How Redis is reached.</param>
    /// <param name="limits">How much is kept.</param>
    /// <param name="time">Measures how long there is no connection.</param>
    /// <param name="loggers">Told when Redis is lost and found again.</param>
    public RedisConversationStore(RedisOptions options, ConversationLimits limits, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _limits = limits;
        _prefix = options.KeyPrefix + "conversation:";
        _connection = new RedisConnection(options.Configuration!, time);
        _signals = new RedisSignals(_connection, _prefix + "signals", Signals, time);
        _log = loggers.CreateLogger<RedisConversationStore>();
    }

    /// <inheritdoc />
    public string Kind => "redis";

    /// <inheritdoc />
    public ConversationSignals Signals { get; } = new();

    /// <inheritdoc />
    public TimeSpan? LookInterval { get; } = TimeSpan.FromSeconds(3);

    private RedisValue Lifetime => (long)_limits.Lifetime.TotalMilliseconds;

    /// <inheritdoc />
    public async ValueTask<bool> StartAsync(string id, long last, CancellationToken cancellationToken) =>
        (long)await RunAsync(RedisConversationScripts.Start, KeysOf(id, null), [last, Lifetime], cancellationToken) == 1;

    /// <inheritdoc />
    public async ValueTask<ConversationState?> FindAsync(string id, string? key, CancellationToken cancellationToken)
    {
        RedisResult[] found =
            (RedisResult[])(await RunAsync(RedisConversationScripts.Find, KeysOf(id, key), [Lifetime], cancellationToken))!;
        if (found.Length == 0)
        {
            return null;
        }

        string seen = (string)found[1]!;
        return new ConversationState((long)found[0], seen.Length == 0 ? null : (long)found[1]);
    }

    /// <inheritdoc />
    public async ValueTask<long?> AppendAsync(string id, ConversationTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        RedisValue[] arguments =
        [
            Lifetime, _limits.MaxActivities, _limits.MaxBytes, _signals.Channel, RedisSignals.Payload(id, typing: false),
            .. turn.Activities.Select(activity => (RedisValue)activity),
        ];
        long number = (long)await RunAsync(RedisConversationScripts.Append, KeysOf(id, turn.Key), arguments, cancellationToken);
        Signals.Raise(id);
        return number == 0 ? null : number;
    }

    /// <inheritdoc />
    public async ValueTask<ActivityPage?> ReadAsync(string id, long after, int most, CancellationToken cancellationToken)
    {
        RedisResult[] read = (RedisResult[])(await RunAsync(
            RedisConversationScripts.Read, KeysOf(id, null), [Lifetime, after, most], cancellationToken))!;
        return read.Length == 0
            ? null
            : new ActivityPage((long)read[1], [.. ((RedisResult[])read[2]!).Select(activity => (byte[])activity!)], (long)read[0]);
    }

    /// <inheritdoc />
    public void SignalTyping(string id)
    {
        Signals.Raise(id, typing: true);
        _signals.Publish(id, typing: true);
    }

    /// <summary>Reads a value that all replicas share, and offers one if there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="offered">The value to store where there is none.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The value that all share.</returns>
    /// <exception cref="ConversationStoreException">Redis cannot be reached.</exception>
    public async ValueTask<byte[]> ShareAsync(string name, byte[] offered, CancellationToken cancellationToken) => (byte[])(await RunAsync(
        "redis.call('SETNX', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])", [_prefix + name], [offered], cancellationToken))!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _signals.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>All keys of a conversation have its id in braces: a cluster keeps them on one node.</summary>
    private RedisKey[] KeysOf(string id, string? key)
    {
        string start = $"{_prefix}{{{id}}}";
        return key is null
            ? [start, start + ":activities"]
            : [start, start
                + ":activities", $"{start}:key:{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))}"];
    }

    private async ValueTask<RedisResult> RunAsync(
        string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        if (_connection.Database is not { } database)
        {
            _connection.RenewIfLost();
            throw Broken("there is no connection", null);
        }

        Task<RedisResult>? pending = null;
        try
        {
            // The client's own limit comes late in newer versions and never in version 1.
            pending = database.ScriptEvaluateAsync(script, keys, arguments);
            RedisResult result = await pending.WaitAsync(CallTimeout, cancellationToken);
            if (Interlocked.Exchange(ref _saidBroken, 0) == 1)
            {
                Recovered(_log);
            }

            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            RedisCalls.Observe(pending);
            if (exception is TimeoutException)
            {
                _connection.RenewIfLost();
            }

            // A client's message may name the connection string; what the server says holds no secret.
            throw Broken(exception is RedisServerException ? exception.Message : exception.GetType().Name, exception);
        }
    }

    private ConversationStoreException Broken(string failure, Exception? inner)
    {
        if (Interlocked.Exchange(ref _saidBroken, 1) == 0)
        {
            Lost(_log, failure);
        }

        return new ConversationStoreException("Conversations are kept in Redis, which does not answer.", inner);
    }

    [LoggerMessage(1, LogLevel.Warning, "Conversations cannot be kept in Redis: {Failure}.")]
    private static partial void Lost(ILogger log, string failure);

    [LoggerMessage(2, LogLevel.Information, "Conversations are kept in Redis again.")]
    private static partial void Recovered(ILogger log);
}
