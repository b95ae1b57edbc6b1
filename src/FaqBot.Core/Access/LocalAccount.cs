using Microsoft.AspNetCore.Identity;

namespace FaqBot.Core.Access;

/// <summary>An account that the service itself knows, for the day on which the issuer cannot be reached; an administrator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PasswordHash">What is stored of its password.</param>
/// <param name="Failures">Attempts in a row that have failed.</param>
/// <param name="LockedUntil">Until when no password opens it; null: it is open.</param>
public sealed record LocalAccount(string Name, string PasswordHash, int Failures, DateTimeOffset? LockedUntil)
{
    /// <summary>Most accounts: they are for emergencies.</summary>
    public const int Most = 10;

    /// <summary>Fewest characters of a password.</summary>
    public const int LeastPassword = 12;

    /// <summary>Most characters of a password.</summary>
    public const int MostPassword = 256;

    // What nobody's password is, so that unknown names take as long as known ones.
    private static readonly Lazy<string> NobodysHash = new(() => HashOf(KeySecret.Generate()));

    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>What is stored of a password.</summary>
    /// <param name="password">The password.</param>
    /// <returns>Its hash, with salt and cost.</returns>
    public static string HashOf(string password) => Hasher.HashPassword("", password);

    /// <summary>Whether a password is an account's; takes as long for no account.</summary>
    /// <param name="account">The account, or null.</param>
    /// <param name="password">The password.</param>
    /// <returns>Whether it is.</returns>
    public static bool Opens(LocalAccount? account, string password) =>
        Hasher.VerifyHashedPassword("", account?.PasswordHash ?? NobodysHash.Value, password) != PasswordVerificationResult.Failed
            && account is not null;

    /// <summary>What is wrong with a new password.</summary>
    /// <param name="name">Name of the account.</param>
    /// <param name="password">The password.</param>
    /// <returns>The fault, or null.</returns>
    public static string? FaultOf(string name, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.Length is < LeastPassword or > MostPassword
            ? $"found a password of {password.Length} characters, expected {LeastPassword} to {MostPassword}"
            : password.Distinct().Count() < LeastPassword / 2 || password.Contains(name, StringComparison.OrdinalIgnoreCase)
                ? "found a password that is easily guessed, expected one without the account's name and without few letters repeated"
                : null;
    }
}

/// <summary>How often a password may be wrong.</summary>
/// <param name="Attempts">Attempts in a row after which an account is locked.</param>
/// <param name="Duration">For how long.</param>
public sealed record LockOut(int Attempts, TimeSpan Duration);
