using System.Security.Cryptography;
using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>Identifies the content of a knowledge base.</summary>
public static class KnowledgeHash
{
    /// <summary>Hashes all that an owner can edit, the order of the entries included.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>SHA-256 in hexadecimal; equal for equal content, however the file was laid out.</returns>
    public static string Of(KnowledgeBase knowledge)
    {
        using MemoryStream stream = new();
        JsonSerializer.Serialize(stream, knowledge);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
