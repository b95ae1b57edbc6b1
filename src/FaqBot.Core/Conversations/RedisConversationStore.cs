using System.Globalization;
using System.Security.Cryptography;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Keeps conversations in Redis, so that every replica can serve each of them.</summary>
/// <remarks>
/// Each step is one script, which Redis runs whole or not at all. Numbers lost with an eviction come back from the client's
/// watermark. Numbers and activities are sealed: a conversation with anything in it that was not written by this service is lost, too.
/// </remarks>
public sealed partial class RedisConversationStore : IConversationStore
{
    // Nobody can go on without the answer: a short stall of Redis is waited for.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private const string SealedKind = "conversation";

    // As many others were faster; each attempt is one step of Redis.
    private const int MostAttempts = 200;

    private readonly ConversationLimits _limits;
    private readonly ValueSeal _seal;
    private readonly string _prefix;
    private readonly RedisConnection _connection;
    private readonly RedisSignals _signals;
    private readonly ILogger _log;
    private int _saidBroken;

    /// <summary>Starts to connect.</summary>
    /// <param name="options">How Redis is reached.</param>
    /// <param name="limits">How much is kept.</param>
    /// <param name="seal">Signs what lies there.</param>
    /// <param name="time">Measures how long there is no connection.</param>
    /// <param name="loggers">Told when Redis is lost and found again.</param>
    public RedisConversationStore(
        RedisOptions options, ConversationLimits limits, ValueSeal seal, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _limits = limits;
        _seal = seal;
        _prefix = options.KeyPrefix + "conversation:2:";
        _connection = new RedisConnection(options, time);
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
    public async ValueTask<bool> StartAsync(string id, long last, CancellationToken cancellationToken)
    {
        RedisKey[] keys = KeysOf(id, null);
        byte[] state = Close(keys[0], last);
        RedisResult found = await RunAsync(RedisConversationScripts.Start, keys, [state, Lifetime, ""], cancellationToken);
        if (found.IsNull)
        {
            return true;
        }

        byte[] former = (byte[])found!;
        return Open(keys[0], former) is null
            && (await RunAsync(RedisConversationScripts.Start, keys, [state, Lifetime, former], cancellationToken)).IsNull;
    }

    /// <inheritdoc />
    public async ValueTask<ConversationState?> FindAsync(string id, string? key, CancellationToken cancellationToken)
    {
        RedisKey[] keys = KeysOf(id, key);
        RedisResult[] found = (RedisResult[])(await RunAsync(RedisConversationScripts.Find, keys, [Lifetime], cancellationToken))!;
        if (found.Length == 0)
        {
            return null;
        }

        if (Open(keys[0], (byte[])found[0]!) is not { } last)
        {
            await DropAsync(keys, (byte[])found[0]!, cancellationToken);
            return null;
        }

        byte[] seen = (byte[])found[1]!;
        return new ConversationState(last, seen.Length == 0 ? null : Open(keys[2], seen));
    }

    /// <inheritdoc />
    public async ValueTask<long?> AppendAsync(string id, ConversationTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        RedisKey[] keys = KeysOf(id, turn.Key);
        byte[] state = [];
        long first = 0;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            RedisResult[] found = (RedisResult[])(await RunAsync(
                RedisConversationScripts.Append, keys, Arguments(id, keys, turn, state, first), cancellationToken))!;
            if (found.Length == 0)
            {
                Signals.Raise(id);
                return first;
            }

            state = (byte[])found[0]!;
            if (state.Length == 0)
            {
                return null;
            }

            if (Open(keys[0], state) is not { } last)
            {
                await DropAsync(keys, state, cancellationToken);
                return null;
            }

            byte[] seen = (byte[])found[1]!;
            if (seen.Length > 0)
            {
                if (Open(keys[2], seen) is { } number)
                {
                    return number;
                }

                await RunAsync("redis.call('DEL', KEYS[1]) return 1", [keys[2]], [], cancellationToken);
            }

            first = last + 1;
        }

        throw Broken("too many others write to one conversation", null);
    }

    /// <inheritdoc />
    public async ValueTask<ActivityPage?> ReadAsync(string id, long after, int most, CancellationToken cancellationToken)
    {
        RedisKey[] keys = KeysOf(id, null);
        RedisResult[] read =
            (RedisResult[])(await RunAsync(RedisConversationScripts.Read, keys, [Lifetime, after, most], cancellationToken))!;
        if (read.Length == 0)
        {
            return null;
        }

        byte[] state = (byte[])read[0]!;
        if (Open(keys[0], state) is { } last && read.Length > 1)
        {
            long first = last - (long)read[1] + (long)read[2] + 1;
            byte[]?[] activities = [.. ((byte[][])read[3]!).Select((activity, index) =>
                _seal.Open(PlaceOf(keys, first + index), SealedKind, activity)?.ToArray())];
            if (!activities.Contains(null))
            {
                return new ActivityPage(first, activities!, last);
            }
        }

        await DropAsync(keys, state, cancellationToken);
        return null;
    }

    /// <inheritdoc />
    public void SignalTyping(string id)
    {
        Signals.Raise(id, typing: true);
        _signals.Publish(id, typing: true);
    }

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

    private static string PlaceOf(RedisKey[] keys, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{keys[1]}:{number}");

    private RedisValue[] Arguments(string id, RedisKey[] keys, ConversationTurn turn, byte[] state, long first) =>
    [
        Lifetime, _limits.MaxActivities, _limits.MaxBytes, _signals.Channel, RedisSignals.Payload(id, typing: false),
        state, Close(keys[0], first + turn.Activities.Count - 1), keys.Length > 2 ? Close(keys[2], first) : "",
        .. turn.Activities.Select((activity, index) => (RedisValue)_seal.Close(PlaceOf(keys, first + index), activity)),
    ];

    private byte[] Close(RedisKey place, long number) =>
        _seal.Close(place.ToString(), System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private long? Open(RedisKey place, byte[] state) =>
        _seal.Open(place.ToString(), SealedKind, state) is { } number
            && long.TryParse(number.Span, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private async ValueTask DropAsync(RedisKey[] keys, byte[] state, CancellationToken cancellationToken) =>
        await RunAsync(RedisConversationScripts.Drop, keys[..2], [state], cancellationToken);

    private async ValueTask<RedisResult> RunAsync(
        string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        if (_connection.Database is not { } database)
        {
            _connection.RenewIfLost();
            throw Broken(_connection.Trouble, null);
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
