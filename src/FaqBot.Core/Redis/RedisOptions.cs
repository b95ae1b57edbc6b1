using FaqBot.Encoding.Resilience;
using StackExchange.Redis;

namespace FaqBot.Core.Redis;

/// <summary>How Redis is reached, and how long it is waited for.</summary>
public sealed class RedisOptions
{
    /// <summary>Connection string of StackExchange.Redis; null or empty: the cache is in memory. May hold a password: never
    /// shown.</summary>
    public string? Configuration { get; set; }

    /// <summary>Start of all keys, at most 100 characters.</summary>
    public string KeyPrefix { get; set; } = "faqbot:";

    /// <summary>Longest wait for an answer of Redis, 1 ms to 1 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Failures in a row after which Redis is left alone, 1–1,000.</summary>
    public int BreakAfter { get; set; } = 3;

    /// <summary>For how long at first, 100 ms to 30 s; each further failure doubles it, up to 30 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (!string.IsNullOrWhiteSpace(Configuration) && !IsConfiguration(Configuration))
        {
            yield return "Configuration is not a connection string, expected for example 127.0.0.1:6379";
        }

        if (KeyPrefix is null || KeyPrefix.Length > 100)
        {
            yield return $"KeyPrefix has {KeyPrefix?.Length ?? 0} characters, expected 0 to 100";
        }

        if (Timeout < TimeSpan.FromMilliseconds(1) || Timeout > TimeSpan.FromSeconds(1))
        {
            yield return $"Timeout is {Timeout}, expected 00:00:00.001 to 00:00:01";
        }

        if (BreakAfter is < 1 or > 1_000)
        {
            yield return $"BreakAfter is {BreakAfter}, expected 1 to 1000";
        }

        if (BreakDuration < TimeSpan.FromMilliseconds(100) || BreakDuration > CircuitBreaker.LongestBreak)
        {
            yield return $"BreakDuration is {BreakDuration}, expected 00:00:00.100 to {CircuitBreaker.LongestBreak}";
        }
    }

    private static bool IsConfiguration(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text, ignoreUnknown: true).EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }
}
