using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Engine;

/// <summary>The store's keys in force, replaced as a whole when the store changes: other processes may have made new ones.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class StoreKeyRing(StorageOptions options, TimeProvider time, ILogger<StoreKeyRing> log)
{
    private volatile Loaded? _loaded;

    /// <summary>Whether the store has been opened.</summary>
    public bool IsLoaded => _loaded is not null;

    /// <summary>The keys of tokens, the newest first.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public IReadOnlyList<StoreKey> Tokens => Require().Tokens;

    /// <summary>The keys of values in Redis, the newest first.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> SharedValues => Require().SharedValues;

    /// <summary>Age of the newest keys; zero while the store is not open.</summary>
    public TimeSpan NewestAge => _loaded is { } loaded ? time.GetUtcNow() - loaded.NewestAt : TimeSpan.Zero;

    /// <summary>The keys of data protection.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public StoreKeyTable Table => Require().Table;

    /// <summary>Reads the keys anew, and makes new ones when the newest are old.</summary>
    /// <exception cref="StoreException">The store cannot be read, or not be written.</exception>
    public void Refresh(StoreKeyTable table)
    {
        DateTimeOffset? before = _loaded?.NewestAt;
        Take(table, table.Ensure(time.GetUtcNow()));
        if (before is not null && before != Require().NewestAt)
        {
            Followed(log);
        }

        RenewIfOld();
    }

    /// <summary>Makes new keys when the newest are old; those before are accepted until what they signed has expired.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public void RenewIfOld()
    {
        Loaded loaded = Require();
        DateTimeOffset now = time.GetUtcNow(), oldest = now - options.KeyLifetime;
        if (loaded.NewestAt < oldest)
        {
            loaded.Table.Rotate(now, unlessSince: oldest);
            Take(loaded.Table, loaded.Table.All());
            Renewed(log);
        }
    }

    private void Take(StoreKeyTable table, IReadOnlyList<StoreKey> keys)
    {
        if (keys.Any(key => !key.IsLongEnough) && _loaded is not { SaidShort: true })
        {
            TooShort(log, StoreKey.Bytes);
        }

        StoreKey[] usable = [.. keys.Where(key => key.IsLongEnough)];
        StoreKey[] tokens = [.. usable.Where(key => key.Purpose == KeyPurpose.Tokens)];
        StoreKey[] values = [.. usable.Where(key => key.Purpose == KeyPurpose.SharedValues)];
        DateTimeOffset newestAt = tokens[0].CreatedAt < values[0].CreatedAt ? tokens[0].CreatedAt : values[0].CreatedAt;
        _loaded = new Loaded(table, tokens, [.. values.Select(key => key.Value)], newestAt, keys.Count > usable.Length);
    }

    private Loaded Require() => _loaded ?? throw new NotReadyException();

    [LoggerMessage(1, LogLevel.Error,
        "The database holds a key of fewer than {Bytes} bytes, which nobody here made: it is not used. See who may write to the database.")]
    private static partial void TooShort(ILogger log, int bytes);

    [LoggerMessage(2, LogLevel.Information, "New keys sign tokens and values in Redis (FaqBot:Storage:KeyLifetime).")]
    private static partial void Renewed(ILogger log);

    [LoggerMessage(3, LogLevel.Information, "Keys were renewed elsewhere: the new ones sign from now on.")]
    private static partial void Followed(ILogger log);

    private sealed record Loaded(
        StoreKeyTable Table, StoreKey[] Tokens, ReadOnlyMemory<byte>[] SharedValues, DateTimeOffset NewestAt, bool SaidShort);
}
