using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spans;

/// <summary>Which words of a question a text repeats: words of letters and digits, and pairs of neighbours where no blanks part
/// words.</summary>
internal sealed class TermOverlap
{
    private readonly HashSet<string> _terms;

    public TermOverlap(Question question) => _terms = TermsOf(question.Text);

    /// <summary>The share of the question's terms that a text holds, 0…1.</summary>
    public double In(string text)
    {
        if (_terms.Count == 0)
        {
            return 0;
        }

        HashSet<string> found = TermsOf(TextNormalizer.Clean(text));
        return (double)_terms.Count(found.Contains) / _terms.Count;
    }

    private static HashSet<string> TermsOf(string text)
    {
        HashSet<string> terms = new(StringComparer.OrdinalIgnoreCase);
        StringBuilder word = new();
        Rune? previous = null;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool ideograph = rune.Value is >= 0x2E80 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
            if (ideograph && previous is { } before)
            {
                terms.Add($"{before}{rune}");
            }

            previous = ideograph ? rune : null;
            if (!ideograph && Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune.ToString());
            }
            else
            {
                AddWord(terms, word);
            }
        }

        AddWord(terms, word);
        return terms;
    }

    /// <summary>Words of one or two letters say nothing; numbers do.</summary>
    private static void AddWord(HashSet<string> terms, StringBuilder word)
    {
        if (word.Length > 2 || (word.Length > 0 && char.IsDigit(word[0])))
        {
            terms.Add(word.ToString());
        }

        word.Clear();
    }
}
