namespace FaqBot.Encoding.Running;

/// <summary>The service that encodes texts cannot be reached or refuses; the message says what was found and carries no secret.</summary>
public sealed class EncoderUnavailableException : Exception
{
    /// <summary>Reports the failure.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="retryAfter">When to ask again.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public EncoderUnavailableException(string message, TimeSpan retryAfter, Exception? inner = null)
        : base(message, inner) => RetryAfter = retryAfter;

    /// <summary>When to ask again.</summary>
    public TimeSpan RetryAfter { get; }
}
