using System.Security.Cryptography;
using FaqBot.Core.Storage;

namespace FaqBot.Engine;

/// <summary>The keys in force; replaced as a whole when the store changes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EndpointKeyRing
{
    private volatile EndpointKey[] _keys = [];

    /// <summary>The knowledge bases that have a key.</summary>
    public IEnumerable<string> KnowledgeBases => _keys.Select(key => key.KnowledgeBaseId).Distinct(StringComparer.Ordinal);

    public void Replace(IReadOnlyList<EndpointKey> keys) => _keys = [.. keys];

    /// <summary>Compares what a request brings with every key, whatever was found before, so that the time taken tells nothing.</summary>
    /// <param name="knowledgeBaseId">The knowledge base that is asked, or null when there is none.</param>
    /// <param name="presented">What the request brings.</param>
    public KeyCheck Check(string? knowledgeBaseId, IReadOnlyCollection<string> presented)
    {
        bool hasKeys = false, opensThis = false, opensAny = false;
        byte[][] hashes = [.. presented.Select(EndpointKey.HashOf)];
        foreach (EndpointKey key in _keys)
        {
            bool own = key.KnowledgeBaseId == knowledgeBaseId;
            hasKeys |= own;
            foreach (byte[] hash in hashes)
            {
                bool equal = CryptographicOperations.FixedTimeEquals(hash, key.Hash.Span);
                opensAny |= equal;
                opensThis |= equal & own;
            }
        }

        return new KeyCheck(hasKeys, opensThis, opensAny);
    }

    /// <summary>Finds the key that a request brings, comparing as <see cref="Check"/> does.</summary>
    /// <param name="presented">What the request brings.</param>
    /// <returns>What tells the key apart from others, without a secret; null when nothing opens anything.</returns>
    public string? Find(IReadOnlyCollection<string> presented)
    {
        string? found = null;
        foreach (byte[] hash in presented.Select(EndpointKey.HashOf))
        {
            foreach (EndpointKey key in _keys)
            {
                found = CryptographicOperations.FixedTimeEquals(hash, key.Hash.Span) ? $"{key.KnowledgeBaseId} {key.Fingerprint}" : found;
            }
        }

        return found;
    }
}

/// <summary>What the keys of a request are worth.</summary>
/// <param name="HasKeys">Whether the knowledge base has any key.</param>
/// <param name="OpensThis">Whether one of them is its.</param>
/// <param name="OpensAny">Whether one of them is any knowledge base's.</param>
internal readonly record struct KeyCheck(bool HasKeys, bool OpensThis, bool OpensAny);
