using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A regular expression over code points, where .NET's own is one over UTF-16 units. Immutable and thread-safe.</summary>
/// <remarks>
/// Where a text leaves the basic plane, the expression sees in place of each such code point a character of the basic plane that
/// is of the same general category: tokenizer files name categories, not code points up there.
/// One match of a file's expression may take a second at most, and an expression that takes as long for a short text is refused when
/// it is read. Not <see cref="RegexOptions.NonBacktracking"/>: it has no look-around, which most files need, takes 10 s and 2 GB for
/// the first match of <c>\s+</c> in a million blanks, and does not keep to its time limit there, nor for groups 50 deep.
/// </remarks>
internal sealed class RunePattern : TextPattern
{
    /// <summary>Most characters of an expression. The longest in use have about 400.</summary>
    public const int LongestExpression = 4_096;

    // One character a category, in the order of UnicodeCategory; none has a case variant that ASCII knows.
    private const string Representatives =
        "\u0100\u0101\u01C5\u02B0\u01BB\u0300\u0903\u0488\u0660\u16EE\u00BC\u3000\u2028\u2029\u0080\u200E\uFFFD\uE000"
        + "\u203F\u2010\u0F3A\u0F3B\u00AB\u00BB\u2030\u2200\u20A0\u02C2\u2100\u0378";

    // An expression whose work doubles with each character has not ended after a second for any of these.
    private const int ProbeLength = 64;

    private static readonly TimeSpan MostMatchTime = TimeSpan.FromSeconds(1);

    private static readonly string[] Probes =
    [
        .. new[] { "a", "A", "1", " ", "\n", "中", "_", "-", ".", "'", "ab", "a1", "a ", " a", "\u0301", "ä", "🙂" }.SelectMany(
            piece => new[] { "", "!", "\0" }, (piece, end) => string.Concat(Enumerable.Repeat(piece, ProbeLength / piece.Length)) + end),
    ];

    private readonly Regex _regex;
    private readonly string? _place;

    private RunePattern(Regex regex, string? place)
    {
        _regex = regex;
        _place = place;
    }

    /// <summary>Makes a pattern of an expression of this program, whose work is known to grow with the text only.</summary>
    /// <param name="expression">The regular expression.</param>
    /// <returns>The pattern.</returns>
    public static RunePattern Own(string expression) =>
        new(new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.Compiled, Regex.InfiniteMatchTimeout), null);

    /// <summary>Reads a pattern of a tokenizer file.</summary>
    /// <param name="expression">The regular expression.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="FormatException">It is not one that .NET understands, is too long, or takes too long for a short text.</exception>
    public static RunePattern Parse(string expression, string place)
    {
        if (expression.Length > LongestExpression)
        {
            throw new FormatException(
                $"{place} is a pattern of {expression.Length} characters, expected at most {LongestExpression}; take another model");
        }

        RunePattern pattern = new(Compile(expression, place), place);
        try
        {
            List<WordSpan> matches = [];
            foreach (string probe in Probes)
            {
                pattern.Match(probe, matches, null);
                matches.Clear();
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new FormatException(
                $"{place} is the pattern {Shown(expression)}, which takes more than {MostMatchTime.TotalSeconds} s for a text of "
                    + $"{ProbeLength} "
                + "characters, expected work that grows with the text only; take another model", exception);
        }

        return pattern;
    }

    /// <inheritdoc />
    public override void Find(ReadOnlySpan<char> text, int offset, Workspace workspace)
    {
        List<WordSpan> matches = workspace.Matches;
        int first = matches.Count;
        long started = _place is null ? 0 : Stopwatch.GetTimestamp();
        try
        {
            Match(text, matches, workspace);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TextLimitException($"more than {MostMatchTime.TotalSeconds} s for one match of the pattern at {_place},");
        }

        if (_place is not null)
        {
            workspace.Spend(_place, Stopwatch.GetElapsedTime(started));
        }

        for (int i = first; i < matches.Count; i++)
        {
            matches[i] = new WordSpan(matches[i].Start + offset, matches[i].End + offset);
        }
    }

    private static string Shown(string text) => text.Length <= 200 ? text : text[..199] + "…";

    private static Regex Compile(string expression, string place)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.Compiled, MostMatchTime);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(
                $"{place} is the pattern {Shown(expression)}, which cannot be used: {Shown(exception.Message)}", exception);
        }
    }

    private void Match(ReadOnlySpan<char> text, List<WordSpan> matches, Workspace? workspace)
    {
        int step = 0;
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(text))
            {
                workspace?.ThrowIfCancelled(step++);
                Add(match, match.Index, match.Index + match.Length, matches);
            }

            return;
        }

        char[] shadow = ArrayPool<char>.Shared.Rent(text.Length);
        int[] places = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int count = 0, at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            places[count] = at;
            shadow[count++] = rune.IsBmp ? (char)rune.Value : Representatives[(int)Rune.GetUnicodeCategory(rune)];
            at += rune.Utf16SequenceLength;
        }

        places[count] = at;
        foreach (ValueMatch match in _regex.EnumerateMatches(shadow.AsSpan(0, count)))
        {
            workspace?.ThrowIfCancelled(step++);
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
