using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FaqBot.Core.Conversations;

/// <summary>Keeps the last answers in Redis, so that any replica serves any request of a conversation.</summary>
/// <remarks>A look-up waits for at most <see cref="RedisOptions.Timeout"/>; a lost context is none, whatever Redis does.</remarks>
internal sealed class RedisLastAnswers(
    TimeSpan lifetime, RedisOptions options, ValueSeal seal, TimeProvider time, ILoggerFactory loggers) : ILastAnswerStore
{
    private const int LongestId = 64;

    private readonly RedisCalls _redis =
        new(options, time, loggers.CreateLogger<RedisLastAnswers>(), "follow-ups go on without what was answered before");

    public async ValueTask<string?> FindAsync(string conversation, CancellationToken cancellationToken)
    {
        // At most one byte too many is read: whatever somebody put there, it cannot fill the memory.
        string key = KeyOf(conversation);
        RedisValue value = _redis.Enter() is { } database
            ? (await _redis.FindAsync(
                () => database.StringGetRangeAsync(key, 0, ValueSeal.Bytes + LongestId), cancellationToken)).Value
            : RedisValue.Null;
        return !value.IsNullOrEmpty && seal.Open(key, "last answer", (byte[])value!) is { } id
            ? System.Text.Encoding.UTF8.GetString(id.Span) : null;
    }

    public void Keep(string conversation, string entryId) =>
        _redis.Send(database => database.StringSetAsync(
            KeyOf(conversation), seal.Close(KeyOf(conversation), System.Text.Encoding.UTF8.GetBytes(entryId)), lifetime, When.Always,
            CommandFlags.None));

    public void Forget(string conversation) => _redis.Send(database => database.KeyDeleteAsync(KeyOf(conversation)));

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private string KeyOf(string conversation) => $"{options.KeyPrefix}last-answer:2:{conversation}";
}
