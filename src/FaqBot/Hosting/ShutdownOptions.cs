using FaqBot.Options;

namespace FaqBot.Hosting;

/// <summary>How the service ends.</summary>
internal sealed class ShutdownOptions
{
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Faults() =>
    [
        .. OptionRange.Faults(nameof(Pause), Pause, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        .. OptionRange.Faults(nameof(Drain), Drain, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(30)),
    ];
}
