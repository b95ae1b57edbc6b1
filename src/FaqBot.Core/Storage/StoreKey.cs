namespace FaqBot.Core.Storage;

/// <summary>What a key of the store signs.</summary>
public enum KeyPurpose
{
    /// <summary>Tokens that clients bring back, such as those of Direct Line.</summary>
    Tokens,

    /// <summary>Values that are kept in Redis, where others may write.</summary>
    SharedValues,
}

/// <summary>A random key that the store holds, the same for all that open it.</summary>
/// <param name="Purpose">What it signs.</param>
/// <param name="Value">The key; never shown.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record StoreKey(KeyPurpose Purpose, ReadOnlyMemory<byte> Value, DateTimeOffset CreatedAt)
{
    /// <summary>Bytes of a key.</summary>
    public const int Bytes = 32;

    /// <summary>Whether it is as long as a key must be: whoever could put an empty one in would know it.</summary>
    public bool IsLongEnough => Value.Length >= Bytes;

    /// <inheritdoc />
    public override string ToString() => $"{Purpose} of {CreatedAt:u}";
}

/// <summary>An element of ASP.NET Core's data protection, as that writes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Xml">The element.</param>
public sealed record ProtectionElement(string Name, string Xml);
