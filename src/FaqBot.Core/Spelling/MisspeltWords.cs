using System.Collections.Frozen;

namespace FaqBot.Core.Spelling;

/// <summary>Finds the word that a word which no question has is one edit away from: a letter more, less, other, or two in the wrong
/// order.</summary>
/// <remarks>
/// Words are found by what is left without one letter, as in the symmetric delete algorithm (https://github.com/wolfgarbe/SymSpell).
/// Immutable and thread-safe.
/// </remarks>
internal sealed class MisspeltWords
{
    /// <summary>The share of a word's weight that its misspelling counts.</summary>
    public const float Share = 0.7f;

    private const int ShortestWord = 4;

    private readonly Dictionary<string, List<string>> _shortened = new(StringComparer.Ordinal);
    private readonly FrozenSet<string> _words;

    /// <summary>Indexes words.</summary>
    /// <param name="words">Words, all in the form in which unknown ones will be given.</param>
    public MisspeltWords(IEnumerable<string> words)
    {
        _words = words.Where(IsWord).ToFrozenSet(StringComparer.Ordinal);
        foreach (string word in _words.Order(StringComparer.Ordinal))
        {
            foreach (string shortened in Shortened(word))
            {
                (_shortened.TryGetValue(shortened, out List<string>? list) ? list : _shortened[shortened] = []).Add(word);
            }
        }
    }

    /// <summary>Finds the word that is meant.</summary>
    /// <param name="unknown">A word that no question has.</param>
    /// <returns>The first such word in ordinal order; or null.</returns>
    public string? Find(string unknown) => All(unknown).FirstOrDefault();

    /// <summary>Finds the words that may be meant.</summary>
    /// <param name="unknown">A word that no question has.</param>
    /// <returns>All that are one edit away, in ordinal order.</returns>
    public IEnumerable<string> All(string unknown)
    {
        if (!IsWord(unknown))
        {
            return [];
        }

        string[] shortened = [.. Shortened(unknown)];
        return shortened.Where(_words.Contains)
            .Concat(shortened.Append(unknown).SelectMany(text => _shortened.GetValueOrDefault(text) ?? []))
            .Where(word => IsOneEdit(unknown, word))
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    private static bool IsWord(string word) => word.Length >= ShortestWord && word.All(char.IsLetter);

    private static IEnumerable<string> Shortened(string word) => Enumerable.Range(0, word.Length).Select(i => word.Remove(i, 1)).Distinct();

    private static bool IsOneEdit(string one, string other)
    {
        int start = one.AsSpan().CommonPrefixLength(other), end = 0;
        while (end < Math.Min(one.Length, other.Length) - start && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }

        ReadOnlySpan<char> left = one.AsSpan(start, one.Length - start - end), right = other.AsSpan(start, other.Length - start - end);
        return (left.Length <= 1 && right.Length <= 1)
            || (left.Length == 2 && right.Length == 2 && left[0] == right[1] && left[1] == right[0]);
    }
}
