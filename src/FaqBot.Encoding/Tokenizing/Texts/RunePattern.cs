using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A regular expression over code points, where .NET's own is one over UTF-16 units. Immutable and thread-safe.</summary>
/// <remarks>
/// Where a text leaves the basic plane, the expression sees in place of each such code point a character of the basic plane that
/// is of the same general category: tokenizer files name categories, not code points up there.
/// </remarks>
internal sealed class RunePattern
{
    // One character a category, in the order of UnicodeCategory; none has a case variant that ASCII knows.
    private const string Representatives =
        "\u0100\u0101\u01C5\u02B0\u01BB\u0300\u0903\u0488\u0660\u16EE\u00BC\u3000\u2028\u2029\u0080\u200E\uFFFD\uE000"
        + "\u203F\u2010\u0F3A\u0F3B\u00AB\u00BB\u2030\u2200\u20A0\u02C2\u2100\u0378";

    private readonly Regex _regex;

    private RunePattern(Regex regex)
    {
        _regex = regex;
    }

    /// <summary>Reads a pattern of a tokenizer file.</summary>
    /// <param name="expression">The regular expression.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="FormatException">It is not one that .NET understands.</exception>
    public static RunePattern Parse(string expression)
    {
        try
        {
            return new RunePattern(new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.Compiled));
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"the pattern {expression} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>Makes a pattern that finds a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The pattern.</returns>
    public static RunePattern Literal(string text) => Parse(Regex.Escape(text));

    /// <summary>Appends all matches that are not empty.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">What is added to their places.</param>
    /// <param name="matches">Where they go.</param>
    public void Find(ReadOnlySpan<char> text, int offset, List<WordSpan> matches)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(text))
            {
                Add(match, offset + match.Index, offset + match.Index + match.Length, matches);
            }

            return;
        }

        char[] shadow = ArrayPool<char>.Shared.Rent(text.Length);
        int[] places = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int count = 0, at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            places[count] = offset + at;
            shadow[count++] = rune.IsBmp ? (char)rune.Value : Representatives[(int)Rune.GetUnicodeCategory(rune)];
            at += rune.Utf16SequenceLength;
        }

        places[count] = offset + at;
        foreach (ValueMatch match in _regex.EnumerateMatches(shadow.AsSpan(0, count)))
        {
            Add(match, places[match.Index], places[match.Index + match.Length], matches);
        }

        ArrayPool<char>.Shared.Return(shadow);
        ArrayPool<int>.Shared.Return(places);
    }

    private static void Add(ValueMatch match, int start, int end, List<WordSpan> matches)
    {
        if (match.Length > 0)
        {
            matches.Add(new WordSpan(start, end));
        }
    }
}
