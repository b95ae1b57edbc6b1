namespace FaqBot.Core.Conversations;

/// <summary>What is done to a conversation within Redis in one step.</summary>
/// <remarks>
/// The first key is a hash: <c>n</c> the number of the last activity, <c>b</c> the bytes of those that are kept.
/// The second is the list of the activities that are kept. A third one holds the number of an activity by its sender's own key.
/// </remarks>
internal static class RedisConversationScripts
{
    /// <summary>Arguments: number to start after, lifetime in milliseconds. Result: 1 when the conversation was not there.</summary>
    public const string Start =
        """
        local new = redis.call('HSETNX', KEYS[1], 'n', ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        redis.call('PEXPIRE', KEYS[2], ARGV[2])
        return new
        """;

    /// <summary>Argument: lifetime. Result: number, number of the sender's key; nothing when the conversation is not there.</summary>
    public const string Find =
        """
        local last = redis.call('HGET', KEYS[1], 'n')
        if not last then return {} end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        return {last, KEYS[3] and redis.call('GET', KEYS[3]) or ''}
        """;

    /// <summary>
    /// Arguments: lifetime, most activities, most bytes, channel, signal, activities.
    /// Result: number of the first activity, 0 when the conversation is not there.
    /// </summary>
    public const string Append =
        """
        local last = redis.call('HGET', KEYS[1], 'n')
        if not last then return 0 end
        if KEYS[3] then
          local seen = redis.call('GET', KEYS[3])
          if seen then return tonumber(seen) end
        end
        local first = tonumber(last) + 1
        local bytes = tonumber(redis.call('HGET', KEYS[1], 'b') or '0')
        local count = #ARGV - 5
        local kept = 0
        for i = 6, #ARGV do
          kept = redis.call('RPUSH', KEYS[2], ARGV[i])
          bytes = bytes + #ARGV[i]
        end
        while kept > count and (kept > tonumber(ARGV[2]) or bytes > tonumber(ARGV[3])) do
          bytes = bytes - #redis.call('LPOP', KEYS[2])
          kept = kept - 1
        end
        redis.call('HMSET', KEYS[1], 'n', first + count - 1, 'b', bytes)
        if KEYS[3] then redis.call('SET', KEYS[3], first, 'PX', ARGV[1]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        redis.call('PUBLISH', ARGV[4], ARGV[5])
        return first
        """;

    /// <summary>Arguments: lifetime, number, most activities. Result: last number, first number, activities; nothing when the conversation
    /// is not there.</summary>
    public const string Read =
        """
        local last = redis.call('HGET', KEYS[1], 'n')
        if not last then return {} end
        last = tonumber(last)
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        local kept = redis.call('LLEN', KEYS[2])
        local passed = math.min(math.max(tonumber(ARGV[2]) - (last - kept), 0), kept)
        return {last, last - kept + passed + 1, redis.call('LRANGE', KEYS[2], passed, passed + tonumber(ARGV[3]) - 1)}
        """;
}
