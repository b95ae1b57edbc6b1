using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Keeps the last answers in Redis, so that any replica serves any request of a conversation.</summary>
/// <remarks>A look-up waits for at most <see cref="RedisOptions.Timeout"/>; a lost context is none, whatever Redis does.</remarks>
internal sealed class RedisLastAnswers(TimeSpan lifetime, RedisOptions options, TimeProvider time, ILoggerFactory loggers)
    : ILastAnswerStore
{
    private const int LongestId = 64;

    private readonly RedisCalls _redis =
        new(options, time, loggers.CreateLogger<RedisLastAnswers>(), "follow-ups go on without what was answered before");

    public async ValueTask<string?> FindAsync(string conversation, CancellationToken cancellationToken)
    {
        // At most one character too many is read: whatever somebody put there, it cannot fill the memory.
        RedisValue value = _redis.Enter() is { } database
            ? (await _redis.FindAsync(() => database.StringGetRangeAsync(KeyOf(conversation), 0, LongestId), cancellationToken)).Value
            : RedisValue.Null;
        return value.IsNullOrEmpty ? null : (string?)value is { Length: <= LongestId } id ? id : null;
    }

    public void Keep(string conversation, string entryId) =>
        _redis.Send(database => database.StringSetAsync(KeyOf(conversation), entryId, lifetime, When.Always, CommandFlags.None));

    public void Forget(string conversation) => _redis.Send(database => database.KeyDeleteAsync(KeyOf(conversation)));

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private RedisKey KeyOf(string conversation) => $"{options.KeyPrefix}last-answer:1:{conversation}";
}
