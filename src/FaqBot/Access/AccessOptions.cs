using FaqBot.Core.Access;
using FaqBot.Options;

namespace FaqBot.Access;

/// <summary>How people sign in, and for how long it is known who did what.</summary>
internal sealed class AccessOptions
{
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    public int LockAfter { get; set; } = 5;

    public TimeSpan LockDuration { get; set; } = TimeSpan.FromMinutes(15);

    public int AuditDays { get; set; } = 730;

    public OidcOptions Oidc { get; } = new();

    /// <summary>How often a password may be wrong.</summary>
    public LockOut ToLockOut() => new(LockAfter, LockDuration);

    public IEnumerable<string> Faults() =>
    [
        .. OptionRange.Faults(nameof(SessionLifetime), SessionLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)),
        .. OptionRange.Faults(nameof(LockAfter), LockAfter, 1, 100),
        .. OptionRange.Faults(nameof(LockDuration), LockDuration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        .. OptionRange.Faults(nameof(AuditDays), AuditDays, 1, 36_500),
    ];
}
