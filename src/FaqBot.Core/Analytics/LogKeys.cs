using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaqBot.Core.Analytics;

/// <summary>Makes the keys that stand for users, conversations and wordings in the question log.</summary>
/// <remarks>
/// HMAC-SHA-256 with secrets that only the log's file holds: who has the log's content without them cannot find out by trying names whom
/// a key stands for. The secret of users and conversations is another one each month, so that nobody can be followed for longer, and goes
/// with the last row that it made.
/// </remarks>
internal static class LogKeys
{
    /// <summary>Bytes of a secret, and of the key of a wording.</summary>
    public const int SecretBytes = 32, WordingBytes = 16;

    /// <summary>The month of a day, as secrets are numbered.</summary>
    public static int MonthOf(DateOnly day) => (12 * day.Year) + day.Month - 1;

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The key of a user or a conversation; another one in each knowledge base.</summary>
    /// <param name="secret">The secret of the month.</param>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="kind">What is named.</param>
    /// <param name="name">Its name.</param>
    public static long OfPerson(ReadOnlySpan<byte> secret, string knowledgeBaseId, string kind, string name)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes($"{kind}\n{knowledgeBaseId}\n{name}"), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>The key of a user in the table of feedback: 32 hexadecimal digits, another one in each knowledge base.</summary>
    /// <param name="secret">The secret of the month.</param>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="user">The user.</param>
    public static string OfFeedback(ReadOnlySpan<byte> secret, string knowledgeBaseId, string user)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes($"feedback\n{knowledgeBaseId}\n{user}"), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>The key of a wording.</summary>
    /// <param name="secret">The lasting secret of the log.</param>
    /// <param name="matchKey">The match key of the redacted text.</param>
    public static byte[] OfWording(ReadOnlySpan<byte> secret, string matchKey) =>
        HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes(matchKey))[..WordingBytes];
}
