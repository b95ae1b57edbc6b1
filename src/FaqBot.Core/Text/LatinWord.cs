using System.Buffers;

namespace FaqBot.Core.Text;

/// <summary>Brings English words to a basic form.</summary>
internal static class LatinWord
{
    private const int ShortestStem = 3;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Cuts inflection off a word.</summary>
    /// <param name="word">Small letters.</param>
    /// <returns>The word without plural, -ing, -ed and a last e: cancel for cancelled and cancelling, invoic for invoice and
    /// invoices.</returns>
    /// <remarks>Plurals by the S stemmer (D. Harman, How effective is suffixing?, JASIS 42, 1991); -ing and -ed where a vowel stays before
    /// them.</remarks>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        ReadOnlySpan<char> stem = word;
        if (stem.EndsWith("'s", StringComparison.Ordinal))
        {
            stem = stem[..^2];
        }

        bool plural = stem.Length > ShortestStem && stem[^1] == 's' && stem[^2] is not ('s' or 'u' or 'i');
        if (plural && stem.EndsWith("ies", StringComparison.Ordinal))
        {
            return string.Concat(stem[..^3], "y");
        }

        stem = plural ? stem[..^1] : stem;
        stem = Without(stem, "ing");
        stem = Without(stem, "ed");
        return (stem.Length > ShortestStem && stem[^1] == 'e' ? stem[..^1] : stem).ToString();
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> word, string suffix)
    {
        if (!word.EndsWith(suffix, StringComparison.Ordinal)
            || word.Length - suffix.Length < ShortestStem
            || !word[..^suffix.Length].ContainsAny(Vowels))
        {
            return word;
        }

        ReadOnlySpan<char> stem = word[..^suffix.Length];
        bool doubled = stem.Length > ShortestStem && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'z');

        // A doubled l belongs to most words it ends: billing, not cancelling.
        return doubled && (stem[^1] != 'l' || stem.Length > 5) ? stem[..^1] : stem;
    }
}
