namespace FaqBot.Encoding.Library.Hubs;

/// <summary>One attempt failed in a way that another one may not.</summary>
internal sealed class TransientFailure(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
