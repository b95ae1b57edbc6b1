namespace FaqBot.Core.Storage;

/// <summary>A database of knowledge cannot be used; the message says what was found, what is expected, and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Reports what is wrong.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="kind">The kind of what is wrong.</param>
    /// <param name="fault">What was found, what is expected and what to do; without paths, since callers are told it, too.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public StoreException(string path, StoreFault kind, string fault, Exception? inner = null)
        : base($"The database '{path}' cannot be used: {fault}", inner)
    {
        Kind = kind;
        Told = $"The database cannot be used: {fault}.";
    }

    /// <summary>The kind of what is wrong.</summary>
    public StoreFault Kind { get; }

    /// <summary>The message for callers, who are told no path.</summary>
    public string Told { get; }

    /// <summary>When to try again, where that may help by itself.</summary>
    public TimeSpan? RetryAfter => Kind is StoreFault.Locked or StoreFault.Replaced or StoreFault.Unreachable or StoreFault.Outdated
        ? TimeSpan.FromSeconds(1) : null;
}
