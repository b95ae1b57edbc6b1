using System.Security.Cryptography;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Limiting;

/// <summary>Buckets of tokens that all replicas take from, in Redis: one key for each caller, one script for each taking.</summary>
/// <remarks>
/// Thread-safe. A bucket is the moment at which it would be full again, by the clock of Redis (the generic cell rate algorithm): it needs
/// no refilling, and its key goes by itself. A lost key is a full bucket.
/// </remarks>
/// <param name="options">How Redis is reached.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Told how Redis fares.</param>
public sealed class SharedTokens(RedisOptions options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    // Microseconds of one token, tokens of a full bucket, tokens wanted. Gives the tokens, and the microseconds until there is one.
    private const string Take = """
        local now = redis.call('TIME')
        now = now[1] * 1000000 + now[2]
        local token, most, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local full = tonumber(redis.call('GET', KEYS[1]) or now)
        if full == nil or full < now or full > now + token * most then full = now end
        local left = math.floor((now + token * most - full) / token)
        local given = math.min(left, wanted)
        if given > 0 then
          full = full + given * token
          redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
          return {given, 0}
        end
        return {0, math.ceil(full - now - token * (most - 1))}
        """;

    private readonly RedisCalls _redis = new(
        options, time, loggers.CreateLogger<SharedTokens>(), "requests are counted in each replica by itself");

    /// <summary>Takes tokens.</summary>
    /// <param name="caller">Tells the bucket apart.</param>
    /// <param name="wanted">Most tokens to take.</param>
    /// <param name="perMinute">Tokens that come in a minute.</param>
    /// <param name="most">Tokens of a full bucket.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>How many were given, and how long it is until there is one; null when Redis does not answer.</returns>
    public async ValueTask<(int Given, TimeSpan Wait)?> TakeAsync(
        string caller, int wanted, int perMinute, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (_redis.Enter() is not { } database)
        {
            return null;
        }

        RedisKey[] keys = [KeyOf(caller)];
        RedisValue[] arguments = [60_000_000L / perMinute, most, wanted];
        (bool answered, RedisResult? result) =
            await _redis.FindAsync(() => database.ScriptEvaluateAsync(Take, keys, arguments), cancellationToken);
        if (!answered || (long[]?)result is not [var given, var wait])
        {
            return null;
        }

        return ((int)given, TimeSpan.FromMicroseconds(wait));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    /// <summary>Whoever reads Redis learns no addresses.</summary>
    private string KeyOf(string caller) =>
        $"{options.KeyPrefix}rate:1:{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(caller)).AsSpan(0, 16))}";
}
