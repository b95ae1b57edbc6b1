using FaqBot.Options;

namespace FaqBot.Http.Limits;

/// <summary>How many requests one caller may send; for all replicas together where they share a Redis (Cache:Redis).</summary>
internal sealed class LimitOptions
{
    public bool Enabled { get; set; } = true;

    public int KeyPerMinute { get; set; } = 60_000;

    public int TokenPerMinute { get; set; } = 600;

    public int AddressPerMinute { get; set; } = 6_000;

    public TimeSpan Burst { get; set; } = TimeSpan.FromSeconds(30);

    public int MaxCallers { get; set; } = 65_536;

    public IEnumerable<string> Faults() =>
    [
        .. OptionRange.Faults(nameof(KeyPerMinute), KeyPerMinute, 0, 10_000_000),
        .. OptionRange.Faults(nameof(TokenPerMinute), TokenPerMinute, 0, 10_000_000),
        .. OptionRange.Faults(nameof(AddressPerMinute), AddressPerMinute, 0, 10_000_000),
        .. OptionRange.Faults(nameof(Burst), Burst, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        .. OptionRange.Faults(nameof(MaxCallers), MaxCallers, 16, 1_000_000),
    ];
}
