using System.Numerics.Tensors;
using System.Security.Cryptography;
using FaqBot.Core.Analytics;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Learning;

/// <summary>Keeps suggestions away that were rejected, and variants of them, for as long as the entry stays as it was.</summary>
internal sealed class RejectionFilter(IReadOnlyList<Rejection> rejected, FaqCatalog catalog, double least)
{
    private readonly Rejection[] _inForce = [.. rejected.Where(rejection =>
        rejection.EntryId.Length == 0 || rejection.EntryHash == HashOf(catalog, rejection.EntryId))];

    /// <summary>What an entry holds, as a rejection remembers it; empty where there is none.</summary>
    public static string HashOf(FaqCatalog catalog, string entryId)
    {
        if (catalog.IndexOf(entryId) is not (>= 0 and var index))
        {
            return "";
        }

        FaqEntry entry = catalog.Entries[index];
        IEnumerable<string> content = entry.Questions.Concat(entry.Answer.Texts.Select(text => $"{text.Key}={text.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', content))));
    }

    /// <summary>The match keys of a suggestion's wordings.</summary>
    public static IReadOnlyList<string> KeysOf(Suggestion suggestion) =>
        [.. suggestion.Wordings.Select(wording => SimplifiedChinese.Of(TextNormalizer.MatchKey(TextNormalizer.Clean(wording.Text))))];

    /// <summary>Whether a suggestion was rejected: by its first wording, or one that is nearly the same.</summary>
    public bool Covers(Suggestion suggestion, ReadOnlyMemory<float> vector)
    {
        string key = suggestion.Queue == QueueKind.Repairs ? suggestion.Id : KeysOf(suggestion)[0];
        return _inForce.Any(rejection => rejection.Queue == suggestion.Queue.ToString()
            && rejection.EntryId == (suggestion.EntryId ?? "")
            && (rejection.Keys.Contains(key, StringComparer.Ordinal) || IsNear(rejection, vector)));
    }

    private bool IsNear(Rejection rejection, ReadOnlyMemory<float> vector) =>
        rejection.Model == catalog.Identity.Model.Fingerprint && vector.Length > 0 && rejection.Vector.Length == vector.Length
            && TensorPrimitives.Dot(rejection.Vector.Span, vector.Span) >= least;
}
