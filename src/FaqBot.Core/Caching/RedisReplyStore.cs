using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Caching;

/// <summary>Keeps rankings in Redis, shared by all replicas.</summary>
/// <remarks>A look-up waits for at most <see cref="RedisOptions.Timeout"/>, a store for nothing.</remarks>
internal sealed class RedisReplyStore(
    RedisOptions options, ValueSeal seal, TimeProvider time, CacheCounters counters, ILoggerFactory loggers) : IReplyStore
{
    private const string SealedKind = "reply";

    /// <summary>Most rankings on their way to Redis; beyond that they are dropped.</summary>
    public const int MaxStoresInFlight = RedisCalls.MaxInFlight;

    private readonly RedisCalls _redis = new(options, time, loggers.CreateLogger<RedisReplyStore>(), "answers go on without it");

    public string Kind => "redis";

    public bool IsBroken => _redis.IsBroken;

    public string? Trouble => _redis.Trouble;

    public async ValueTask<(CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(
        ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string hash = key.Hash();
        if (_redis.Enter() is not { } database)
        {
            return (CacheOutcome.Skipped, null);
        }

        // At most one byte too many is read: whatever somebody put there, it cannot fill the memory.
        (bool answered, RedisValue value) = await _redis.FindAsync(
            () => database.StringGetRangeAsync(KeyOf(hash), 0, ValueSeal.Bytes + RankingPayload.MaxBytes), cancellationToken);
        return !answered ? (CacheOutcome.Error, null)
            : value.IsNullOrEmpty ? (CacheOutcome.Miss, null)
            : Read(key, hash, catalog, (byte[])value!);
    }

    public void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan lifetime)
    {
        string hash = key.Hash();
        byte[] payload = RankingPayload.Write(hash, ranked, time.GetUtcNow() + lifetime);

        // Nobody waits: the task handles its own failures.
        _ = CountAsync(_redis.Send(
            database => database.StringSetAsync(
                KeyOf(hash), seal.Close(KeyOf(hash), payload), (TimeSpan?)lifetime, When.Always, CommandFlags.None)));
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private async Task CountAsync(Task<bool>? sending) => counters.Count(
        sending is null ? StoreOutcome.Dropped : await sending ? StoreOutcome.Stored : StoreOutcome.Error);

    /// <summary>What somebody else put there, or a fault damaged, is as good as nothing.</summary>
    private (CacheOutcome Outcome, RankedEntry[]? Ranked) Read(ReplyKey key, string hash, FaqCatalog catalog, byte[] whole)
    {
        if (seal.Open(KeyOf(hash), SealedKind, whole) is not { } payload)
        {
            return (CacheOutcome.Miss, null);
        }

        (CacheOutcome outcome, RankedEntry[]? ranked) = RankingPayload.Read(payload, hash, key.Filter, catalog, time.GetUtcNow());
        if (outcome != CacheOutcome.Error)
        {
            return (outcome, ranked);
        }

        seal.Refuse(SealedKind);
        return (CacheOutcome.Miss, null);
    }

    private string KeyOf(string hash) => $"{options.KeyPrefix}reply:{RankingPayload.Version}:{hash}";
}
