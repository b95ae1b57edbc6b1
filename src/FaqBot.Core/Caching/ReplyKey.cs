using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Caching;

/// <summary>All that decides a ranking and its reply; questions that differ in any of it never share a cache entry.</summary>
/// <remarks>Immutable and thread-safe. Holds the customer's words: for the cache only, never for a log.</remarks>
public sealed class ReplyKey : IEquatable<ReplyKey>
{
    private const string None = "-";
    private const int UsualLength = 512;

    private readonly int _hash;

    /// <summary>Tells rankings apart that must not be mistaken for each other.</summary>
    /// <param name="version">The version of the knowledge base.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="question">The question.</param>
    /// <param name="confidence">
    /// What turns evidence into the confidences of the ranking, with the reranking in force if any. Needed where the store outlives the
    /// process: with newly fitted
    /// constants the kept confidences are out of date.
    /// </param>
    public ReplyKey(
        VersionIdentity version, MatchPolicy policy, EntryFilter filter, Question question, ConfidenceModel? confidence = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(question);
        StringBuilder key = new(UsualLength);
        Append(key, version);
        Append(key, policy.AnswerThreshold);
        Append(key, policy.SuggestThreshold);
        Append(key, confidence);
        Append(key, filter);
        Append(key, LanguageTag.Of(question.Language));
        Append(key, question.Text);
        Text = key.ToString();
        Filter = filter;
        _hash = Text.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The key in full.</summary>
    public string Text { get; }

    /// <summary>Which entries may be in the ranking.</summary>
    internal EntryFilter Filter { get; }

    /// <inheritdoc />
    public bool Equals(ReplyKey? other) =>
        ReferenceEquals(this, other) || (other is not null && other._hash == _hash && other.Text == Text);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ReplyKey);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <summary>SHA-256 of the key, in hexadecimal.</summary>
    /// <returns>64 characters.</returns>
    /// <remarks>Over the chars as they are: encoding them first would make one character of all that are no Unicode.</remarks>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Text.AsSpan())));

    private static void Append(StringBuilder key, VersionIdentity version)
    {
        Append(key, version.KnowledgeBaseId);
        Append(key, version.Number.ToString(CultureInfo.InvariantCulture));
        Append(key, version.ContentHash);
        Append(key, version.Model.Fingerprint);
        Append(key, version.Normalizer);
        Append(key, version.Format.ToString());
        Append(key, version.Taught ?? None);
    }

    private static void Append(StringBuilder key, ConfidenceModel? confidence)
    {
        if (confidence is null)
        {
            Append(key, None);
            return;
        }

        foreach (double constant in confidence.Constants)
        {
            Append(key, constant);
        }

        Append(key, confidence.Judging?.ModelFingerprint ?? None);
        if (confidence.Reranking is { } reranking)
        {
            Append(key, reranking.ModelFingerprint);
            foreach (double constant in reranking.Confidence.ToArray()
                .Concat([reranking.Top, reranking.Mean, reranking.Deviation, reranking.Weight]))
            {
                Append(key, constant);
            }
        }
    }

    private static void Append(StringBuilder key, EntryFilter filter)
    {
        Append(key, filter.Join.ToString());
        Append(key, filter.PreviousEntryId is { } previous ? $"={previous}" : None);
        Append(key, filter.Metadata.Count.ToString(CultureInfo.InvariantCulture));

        // Conditions are compared without regard to case as upper-case letters: other foldings join what that tells apart.
        IEnumerable<(string Name, string Value)> conditions = filter.Metadata
            .Select(pair => (pair.Key.ToUpperInvariant(), pair.Value.ToUpperInvariant()))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Item2, StringComparer.Ordinal);
        foreach ((string name, string value) in conditions)
        {
            Append(key, name);
            Append(key, value);
        }

        Append(key, filter.SourceJoin.ToString());
        Append(key, filter.Sources.Count.ToString(CultureInfo.InvariantCulture));
        foreach (string source in filter.Sources.Select(source => source.ToUpperInvariant()).Order(StringComparer.Ordinal))
        {
            Append(key, source);
        }
    }

    /// <summary>Bit by bit, which is exact and costs nothing.</summary>
    private static void Append(StringBuilder key, double number) =>
        key.Append(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToUInt64Bits(number):x16}");

    /// <summary>With its length before it, so that no text can pass for two fields.</summary>
    private static void Append(StringBuilder key, string field) =>
        key.Append(field.Length).Append(':').Append(field);
}
