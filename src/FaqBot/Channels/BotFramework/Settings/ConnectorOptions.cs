namespace FaqBot.Channels.BotFramework.Settings;

/// <summary>How channels are called.</summary>
internal sealed class ConnectorOptions
{
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public int Attempts { get; set; } = 3;

    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Faults()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
        {
            yield return $"Timeout is {Timeout}, expected 00:00:00.100 to 00:01:00";
        }

        if (Attempts is < 1 or > 10)
        {
            yield return $"Attempts is {Attempts}, expected 1 to 10";
        }

        if (MaxRetryDelay < TimeSpan.Zero || MaxRetryDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"MaxRetryDelay is {MaxRetryDelay}, expected 00:00:00 to 00:01:00";
        }
    }
}
