namespace FaqBot.Encoding.Library.Hubs;

/// <summary>A hub cannot be reached, refuses, or sends what cannot be used; the message says what to do.</summary>
public sealed class HubException : Exception
{
    /// <summary>Reports a failure.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public HubException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
