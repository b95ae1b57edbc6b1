namespace FaqBot.Core.Storage;

/// <summary>A database of knowledge cannot be used; the message says what was found, what is expected, and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Reports what is wrong.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="fault">What was found, what is expected and what to do.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public StoreException(string path, string fault, Exception? inner = null)
        : base($"The database '{path}' cannot be used: {fault}", inner)
    {
    }
}
