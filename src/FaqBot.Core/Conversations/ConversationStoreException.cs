namespace FaqBot.Core.Conversations;

/// <summary>Conversations cannot be kept or read at the moment.</summary>
/// <param name="message">What is the matter, without secrets.</param>
/// <param name="innerException">What it comes from; or null.</param>
public sealed class ConversationStoreException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>When trying again may help.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);
}
