namespace FaqBot.Encoding.Running;

/// <summary>As many texts are waiting as may wait; asking again a little later helps.</summary>
public sealed class BusyException : Exception
{
    /// <summary>Reports the overload.</summary>
    public BusyException()
        : base("Too many texts are being encoded right now.")
    {
    }

    /// <summary>When to ask again.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);
}
