using System.Text;

namespace FaqBot.Core.Spans;

/// <summary>Splits Chinese and English text into sentences and clauses, by punctuation alone.</summary>
public static class Sentences
{
    /// <summary>Most units that a text is split into; what is behind them is not looked at.</summary>
    public const int Most = 64;

    // A sentence with more runes is worth a look at its clauses.
    private const int LongSentence = 40;
    private const int ShortestClause = 6;

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text, plain or in Markdown.</param>
    /// <returns>Sentences in their order, each directly followed by its clauses if it is long.</returns>
    public static IReadOnlyList<SentenceUnit> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SentenceUnit> units = [];
        foreach (TextSpan line in Cut(text, new TextSpan(0, text.Length), IsLineEnd))
        {
            TextSpan paragraph = WithoutMarks(text, line);
            foreach (TextSpan sentence in Cut(text, paragraph, IsSentenceEnd))
            {
                units.Add(new SentenceUnit(sentence, paragraph, IsClause: false));
                if (RunesOf(text, sentence) > LongSentence)
                {
                    units.AddRange(Cut(text, sentence, IsClauseEnd)
                        .Where(clause => clause != sentence && RunesOf(text, clause) >= ShortestClause)
                        .Select(clause => new SentenceUnit(clause, paragraph, IsClause: true)));
                }

                if (units.Count >= Most)
                {
                    return units[..Most];
                }
            }
        }

        return units;
    }

    private static IEnumerable<TextSpan> Cut(string text, TextSpan whole, Func<string, int, bool> endsAt)
    {
        int first = whole.Offset;
        for (int i = whole.Offset; i < whole.End; i++)
        {
            if (!endsAt(text, i))
            {
                continue;
            }

            // Closing quotes and brackets, and further marks, belong to what they close.
            while (i + 1 < whole.End && (endsAt(text, i + 1) || text[i + 1] is '”' or '’' or '」' or '』' or '）' or ')' or '"'))
            {
                i++;
            }

            if (Trim(text, first, i + 1) is { Length: > 0 } part)
            {
                yield return part;
            }

            first = i + 1;
        }

        if (Trim(text, first, whole.End) is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    private static bool IsLineEnd(string text, int at) => text[at] is '\n' or '\r';

    /// <summary>A full stop ends a sentence only before a blank: 3.5, shop.example and 1.2.3 are whole.</summary>
    private static bool IsSentenceEnd(string text, int at) => text[at] is '。' or '！' or '？' or '；' or '!' or '?' or '…'
        || (text[at] is '.' or ';' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])));

    private static bool IsClauseEnd(string text, int at) => text[at] is '，' or '：' or '、'
        || (text[at] is ',' or ':' && at + 1 < text.Length && char.IsWhiteSpace(text[at + 1]));

    private static TextSpan Trim(string text, int first, int end)
    {
        while (first < end && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        while (end > first && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new TextSpan(first, end - first);
    }

    /// <summary>Without what Markdown begins a line with: heading, quotation, item of a list, row of a table.</summary>
    private static TextSpan WithoutMarks(string text, TextSpan line)
    {
        int first = line.Offset;
        while (first < line.End && (text[first] is '#' or '>' or '|' || char.IsWhiteSpace(text[first])
            || (text[first] is '-' or '*' or '+' && first + 1 < line.End && char.IsWhiteSpace(text[first + 1]))))
        {
            first++;
        }

        int digits = first;
        while (digits < line.End && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        bool numbered = digits > first && digits + 1 < line.End && text[digits] is '.' or ')' && char.IsWhiteSpace(text[digits + 1]);
        return Trim(text, numbered ? digits + 1 : first, line.End);
    }

    private static int RunesOf(string text, TextSpan span)
    {
        int count = 0;
        foreach (Rune _ in text.AsSpan(span.Offset, span.Length).EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
