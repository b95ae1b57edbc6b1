using FaqBot.Core.Redis;

namespace FaqBot.Core.Caching;

/// <summary>How rankings of asked questions are kept.</summary>
public sealed class CacheOptions
{
    /// <summary>Whether to keep any.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long to keep one, 1 second to 30 days.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Memory for the cache without Redis, 1–65,536 MB.</summary>
    public int MaxMegabytes { get; set; } = 64;

    /// <summary>The Redis server, if one is used.</summary>
    public RedisOptions Redis { get; } = new();

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (Lifetime < TimeSpan.FromSeconds(1) || Lifetime > TimeSpan.FromDays(30))
        {
            yield return $"Lifetime is {Lifetime}, expected 00:00:01 to 30.00:00:00";
        }

        if (MaxMegabytes is < 1 or > 65_536)
        {
            yield return $"MaxMegabytes is {MaxMegabytes}, expected 1 to 65536";
        }

        foreach (string fault in Redis.Faults())
        {
            yield return $"Redis: {fault}";
        }
    }
}
