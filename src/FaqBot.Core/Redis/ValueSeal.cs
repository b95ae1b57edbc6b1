using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Redis;

/// <summary>Signs what is kept in Redis, where other programs may write: what was not signed here counts as not there.</summary>
/// <remarks>
/// HMAC with SHA-256 over the place of a value and the value, so that none passes for one of another place. Thread-safe.
/// Counts in the meter <c>FaqBot</c>: <c>faqbot.redis.refused</c>, values that were there and not believed, by kind.
/// </remarks>
public sealed partial class ValueSeal
{
    /// <summary>Bytes that a seal adds to a value.</summary>
    public const int Bytes = HMACSHA256.HashSizeInBytes;

    private static readonly Counter<long> Refused = new Meter("FaqBot").CreateCounter<long>(
        "faqbot.redis.refused", description: "Values in Redis that were not written by this service or were damaged, by kind.");

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Func<IReadOnlyList<ReadOnlyMemory<byte>>> _keys;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _nextLog;

    /// <summary>Seals with keys that may change.</summary>
    /// <param name="keys">The keys in force, the newest first, at least one: the first signs, all are believed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it is said that a value was not believed, at most once a minute.</param>
    public ValueSeal(Func<IReadOnlyList<ReadOnlyMemory<byte>>> keys, TimeProvider time, ILoggerFactory loggers)
    {
        _keys = keys;
        _time = time;
        _log = loggers.CreateLogger<ValueSeal>();
    }

    /// <summary>The seal, without which nothing is kept in Redis.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    internal static ValueSeal Needed(ValueSeal? seal) => seal ?? throw new ArgumentNullException(nameof(seal), "Redis needs a seal.");

    /// <summary>Seals a value.</summary>
    /// <param name="place">Where it will lie.</param>
    /// <param name="value">The value.</param>
    /// <returns>Seal and value.</returns>
    public byte[] Close(string place, ReadOnlySpan<byte> value)
    {
        byte[] whole = new byte[Bytes + value.Length];
        value.CopyTo(whole.AsSpan(Bytes));
        Sign(_keys()[0].Span, place, value, whole);
        return whole;
    }

    /// <summary>Opens what lies at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="kind">What it should be, for the count and the log.</param>
    /// <param name="whole">Seal and value.</param>
    /// <returns>The value; null when nobody here sealed it for this place, which is counted.</returns>
    public ReadOnlyMemory<byte>? Open(string place, string kind, ReadOnlyMemory<byte> whole)
    {
        bool isOurs = false;
        if (whole.Length >= Bytes)
        {
            Span<byte> expected = stackalloc byte[Bytes];
            foreach (ReadOnlyMemory<byte> key in _keys())
            {
                Sign(key.Span, place, whole.Span[Bytes..], expected);
                isOurs |= CryptographicOperations.FixedTimeEquals(expected, whole.Span[..Bytes]);
            }
        }

        if (isOurs)
        {
            return whole[Bytes..];
        }

        Refuse(kind);
        return null;
    }

    /// <summary>Counts and tells a value that is not believed.</summary>
    /// <param name="kind">What it should have been.</param>
    public void Refuse(string kind)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("kind", kind));
        long now = _time.GetUtcNow().UtcTicks;
        long next = Interlocked.Read(ref _nextLog);
        if (now >= next && Interlocked.CompareExchange(ref _nextLog, now + LogInterval.Ticks, next) == next)
        {
            NotOurs(_log, kind);
        }
    }

    private static void Sign(ReadOnlySpan<byte> key, string place, ReadOnlySpan<byte> value, Span<byte> seal)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        byte[] where = System.Text.Encoding.UTF8.GetBytes(place);
        hash.AppendData(BitConverter.GetBytes(where.Length));
        hash.AppendData(where);
        hash.AppendData(value);
        hash.GetHashAndReset(seal);
    }

    [LoggerMessage(1, LogLevel.Warning,
        "A value in Redis ({Kind}) was not written by this service, or by one with another database, and is not believed. Values that are "
        + "not are counted in faqbot_redis_refused_total.")]
    private static partial void NotOurs(ILogger log, string kind);
}
