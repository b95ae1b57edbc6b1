using System.Globalization;
using FaqBot.Encoding.Resilience;
using StackExchange.Redis;

namespace FaqBot.Core.Redis;

/// <summary>How Redis is reached, and how long it is waited for.</summary>
public sealed class RedisOptions
{
    private const int DefaultPort = 6379;
    private const string TlsScheme = "rediss";

    /// <summary>Connection string of StackExchange.Redis, or an address such as redis://user:password@host:6379/0 (rediss: over TLS), whose
    /// user and password are percent-encoded; null or empty: the cache is in memory. May hold a password: never shown.</summary>
    public string? Configuration { get; set; }

    /// <summary>User of Redis' access control lists; null: that of <see cref="Configuration"/>, or the default one.</summary>
    public string? User { get; set; }

    /// <summary>Password, of any characters, as it is; null: that of <see cref="Configuration"/>, or none. Never shown.</summary>
    public string? Password { get; set; }

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
        if (!string.IsNullOrWhiteSpace(Configuration) && !IsConfiguration())
        {
            yield return "Configuration is not a connection string, expected for example 127.0.0.1:6379 or redis://127.0.0.1:6379";
        }

        if (string.IsNullOrWhiteSpace(Configuration) && (User is { Length: > 0 } || Password is { Length: > 0 }))
        {
            yield return "User or Password is set without Configuration, expected the server's address there, for example 127.0.0.1:6379";
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

    /// <summary>What the client is told.</summary>
    /// <returns>Server, user and password; its own settings, and defaults where it has none.</returns>
    internal ConfigurationOptions ToClient()
    {
        const string defaults = "connectTimeout=1000,syncTimeout=1000,keepAlive=10";
        ConfigurationOptions client;
        if (AddressOf(Configuration!) is { } address)
        {
            client = ConfigurationOptions.Parse(defaults);
            client.EndPoints.Add(address.Host.Trim('[', ']'), address.Port > 0 ? address.Port : DefaultPort);
            client.Ssl = address.Scheme == TlsScheme;
            string[] parts = address.UserInfo.Split(':', 2);
            client.User = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
            client.Password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null;
            client.DefaultDatabase = address.AbsolutePath.Trim('/') is { Length: > 0 } number
                ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : null;
        }
        else
        {
            // Of a key that is given twice the last one holds.
            client = ConfigurationOptions.Parse($"{defaults},{Configuration}", ignoreUnknown: true);
        }

        client.User = User is { Length: > 0 } ? User : client.User;
        client.Password = Password is { Length: > 0 } ? Password : client.Password;
        return client;
    }

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? address) && (address.Scheme is "redis" or TlsScheme)
            && address.Host.Length > 0
            ? address : null;

    private bool IsConfiguration()
    {
        try
        {
            return (AddressOf(Configuration!) is not null || !Configuration!.Contains("://", StringComparison.Ordinal))
                && ToClient().EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }
}
