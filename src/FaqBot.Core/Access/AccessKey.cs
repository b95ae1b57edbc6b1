namespace FaqBot.Core.Access;

/// <summary>A key by which a program does what it is allowed to do.</summary>
/// <param name="Id">Its number, never given again.</param>
/// <param name="Name">Its name, which no other has.</param>
/// <param name="Grants">What it may do.</param>
/// <param name="Secrets">The texts that open it: one, or two while clients change over; the older first.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">When it ends; null: never.</param>
public sealed record AccessKey(
    long Id,
    string Name,
    IReadOnlyList<Grant> Grants,
    IReadOnlyList<AccessSecret> Secrets,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>Most keys.</summary>
    public const int Most = 1_000;

    /// <summary>Most texts that open one key at the same time.</summary>
    public const int MostSecrets = 2;

    /// <summary>When one of its texts was used last; null: never.</summary>
    public DateTimeOffset? LastUsedAt => Secrets.Max(secret => secret.LastUsedAt);

    /// <summary>Whether it opens anything.</summary>
    /// <param name="now">The present.</param>
    /// <returns>Whether it has not ended.</returns>
    public bool IsLive(DateTimeOffset now) => ExpiresAt is not { } end || now < end;
}

/// <summary>One of the texts that open a key, as it is stored: its hash, never the text itself.</summary>
/// <param name="Id">Its number, never given again.</param>
/// <param name="Hash">Its hash: see <see cref="KeySecret.HashOf"/>.</param>
/// <param name="Shown">Its start.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends, before its key does; null: with its key.</param>
/// <param name="LastUsedAt">When it was used last; null: never.</param>
public sealed record AccessSecret(
    long Id,
    ReadOnlyMemory<byte> Hash,
    string Shown,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt)
{
    /// <summary>Whether it opens its key.</summary>
    /// <param name="now">The present.</param>
    /// <returns>Whether it has not ended.</returns>
    public bool IsLive(DateTimeOffset now) => ExpiresAt is not { } end || now < end;
}
