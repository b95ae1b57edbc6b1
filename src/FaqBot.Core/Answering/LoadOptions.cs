namespace FaqBot.Core.Answering;

/// <summary>What is refused when more is asked than can be done.</summary>
public sealed class LoadOptions
{
    /// <summary>
    /// How long texts may wait for the encoder before the least urgent work is refused, 1 ms – 10 s; questions are refused last, at three
    /// times as much. Zero: nothing is refused by time.
    /// </summary>
    public TimeSpan TargetWait { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults() =>
        TargetWait != TimeSpan.Zero && (TargetWait < TimeSpan.FromMilliseconds(1) || TargetWait > TimeSpan.FromSeconds(10))
            ? [$"TargetWait is {TargetWait}, expected 00:00:00.001 to 00:00:10, or 00:00:00 for never"] : [];
}
