namespace FaqBot.Core.Conversations;

/// <summary>What is done to a conversation within Redis in one step.</summary>
/// <remarks>
/// The first key is a hash: <c>s</c> the sealed number of the last activity, <c>b</c> the bytes of those that are kept.
/// The second is the list of the sealed activities that are kept. A third one holds the sealed number of an activity by its sender's own
/// key. Seals have 32 bytes and stand in front. Only clients can make the next number: they say which state they have seen. What is of
/// another type there is somebody else's, and in the way.
/// </remarks>
internal static class RedisConversationScripts
{
    /// <summary>Arguments: state to start with, lifetime in milliseconds, a state that is not believed, or nothing. Result: nothing when
    /// the conversation was not there, else its state.</summary>
    public const string Start = Tidy +
        """
        local state = redis.call('HGET', KEYS[1], 's')
        if state == ARGV[3] then
          redis.call('DEL', KEYS[1])
          state = false
        end
        if not state then
          redis.call('DEL', KEYS[2])
          redis.call('HSET', KEYS[1], 's', ARGV[1], 'b', 0)
        end
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        redis.call('PEXPIRE', KEYS[2], ARGV[2])
        return state
        """;

    /// <summary>Argument: lifetime. Result: state, what lies under the sender's key; nothing when the conversation is not there.</summary>
    public const string Find = Tidy +
        """
        local state = redis.call('HGET', KEYS[1], 's')
        if not state then return {} end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        return {state, KEYS[3] and redis.call('GET', KEYS[3]) or ''}
        """;

    /// <summary>
    /// Arguments: lifetime, most activities, most bytes, channel, signal, state that was seen, next state, sealed number for the sender's
    /// key, activities. Result: nothing when it was done, else what is there as in <see cref="Find"/>.
    /// </summary>
    public const string Append = Tidy +
        """
        local state = redis.call('HGET', KEYS[1], 's')
        local seen = KEYS[3] and redis.call('GET', KEYS[3]) or ''
        if not state or state ~= ARGV[6] or seen ~= '' then return {state or '', seen} end
        local bytes = tonumber(redis.call('HGET', KEYS[1], 'b') or '') or tonumber(ARGV[3])
        local count = #ARGV - 8
        local kept = 0
        for i = 9, #ARGV do
          kept = redis.call('RPUSH', KEYS[2], ARGV[i])
          bytes = bytes + #ARGV[i] - 32
        end
        while kept > count and (kept > tonumber(ARGV[2]) or bytes > tonumber(ARGV[3])) do
          bytes = bytes - #redis.call('LPOP', KEYS[2]) + 32
          kept = kept - 1
        end
        redis.call('HSET', KEYS[1], 's', ARGV[7], 'b', bytes)
        if KEYS[3] then redis.call('SET', KEYS[3], ARGV[8], 'PX', ARGV[1]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        redis.call('PUBLISH', ARGV[4], ARGV[5])
        return {}
        """;

    /// <summary>Arguments: lifetime, number, most activities. Result: the state, number of activities that are kept, how many of them were
    /// passed over, activities; nothing when the conversation is not there, the state alone when it names no number.</summary>
    public const string Read = Tidy +
        """
        local state = redis.call('HGET', KEYS[1], 's')
        if not state then return {} end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        local last = tonumber(string.sub(state, 33))
        if not last or last < 0 or last > 9007199254740992 or last ~= math.floor(last) then return {state} end
        local kept = redis.call('LLEN', KEYS[2])
        local passed = math.min(math.max(tonumber(ARGV[2]) - (last - kept), 0), kept)
        return {state, kept, passed, redis.call('LRANGE', KEYS[2], passed, passed + tonumber(ARGV[3]) - 1)}
        """;

    /// <summary>Argument: the state that is not believed. Takes the conversation away unless somebody began it anew.</summary>
    public const string Drop =
        """
        local state = redis.pcall('HGET', KEYS[1], 's')
        if type(state) ~= 'string' or state == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
        return 1
        """;

    private const string Tidy =
        """
        local kinds = {'hash', 'list', 'string'}
        for i, key in ipairs(KEYS) do
          local kind = redis.call('TYPE', key).ok
          if kind ~= 'none' and kind ~= kinds[i] then redis.call('DEL', key) end
        end

        """;
}
