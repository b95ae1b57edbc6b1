using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaqBot.Matching;
using FaqBot.Storage;
using FaqBot.Text;

namespace FaqBot.Caching;

/// <summary>All that decides a ranking and its reply; questions that differ in any of it never share a cache entry.</summary>
/// <remarks>Immutable and thread-safe. Holds the customer's words: for the cache only, never for a log.</remarks>
public sealed class ReplyKey
{
    /// <summary>Makes a key.</summary>
    /// <param name="version">The version of the knowledge base.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="question">The question.</param>
    public ReplyKey(VersionIdentity version, MatchPolicy policy, EntryFilter filter, Question question)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(question);
        StringBuilder key = new();
        Append(key, version.KnowledgeBaseId);
        Append(key, version.Number.ToString(CultureInfo.InvariantCulture));
        Append(key, version.ContentHash);
        Append(key, version.Model.Fingerprint);
        Append(key, policy.AnswerThreshold.ToString("R", CultureInfo.InvariantCulture));
        Append(key, policy.SuggestThreshold.ToString("R", CultureInfo.InvariantCulture));
        Append(key, filter.Join.ToString());
        Append(key, filter.PreviousEntryId ?? "");
        foreach ((string name, string value) in Conditions(filter))
        {
            Append(key, name);
            Append(key, value);
        }

        Append(key, LanguageTag.Of(question.Language));
        Append(key, question.Text);
        Text = key.ToString();
    }

    /// <summary>The key in full.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the key, in hexadecimal.</summary>
    /// <returns>64 characters.</returns>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text)));

    private static IEnumerable<(string Name, string Value)> Conditions(EntryFilter filter) => filter.Metadata.Count == 0
        ? []
        : filter.Metadata.Select(pair => (pair.Key.ToLowerInvariant(), pair.Value.ToLowerInvariant())).Order();

    /// <summary>With its length before it, so that no text can pass for two fields.</summary>
    private static void Append(StringBuilder key, string field) => key.Append(field.Length).Append(':').Append(field);
}
