using System.Buffers.Text;
using System.Security.Cryptography;

namespace FaqBot.Core.Storage;

/// <summary>The two places for keys of a knowledge base: while clients change over to the one, the other still opens.</summary>
public enum KeySlot
{
    /// <summary>The first key.</summary>
    Primary,

    /// <summary>The second key.</summary>
    Secondary,
}

/// <summary>A key as it is stored: what it opens and its hash, never the key itself.</summary>
/// <remarks>
/// A key is 256 random bits, so SHA-256 of it suffices: a slow hash protects secrets that can be guessed, and these cannot; what is slow
/// would only delay every request.
/// </remarks>
/// <param name="KnowledgeBaseId">The knowledge base that it opens.</param>
/// <param name="Slot">Its place.</param>
/// <param name="Hash">SHA-256 of its UTF-8, 32 bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record EndpointKey(string KnowledgeBaseId, KeySlot Slot, ReadOnlyMemory<byte> Hash, DateTimeOffset CreatedAt)
{
    private const int Bytes = 32;
    private const int ShownBytes = 4;

    /// <summary>Start of the hash in hexadecimal, by which keys are told apart in listings.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Hash.Span[..ShownBytes]);

    /// <summary>Draws a key that nobody guesses.</summary>
    /// <returns>256 random bits in the letters of URLs.</returns>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored in place of a key, so that who reads the database cannot ask with it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What is stored of it.</returns>
    public static byte[] HashOf(string key) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));
}
