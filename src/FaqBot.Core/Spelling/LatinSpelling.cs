using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spelling;

/// <summary>Corrects Latin words that neither the knowledge base nor common English has, to those of the knowledge base.</summary>
/// <remarks>Names, numbers, codes and words in common use stay as they are. Immutable and thread-safe.</remarks>
internal sealed class LatinSpelling
{
    private const int ShortestGlued = 5, ShortestSplit = 6, ShortestPart = 2, LongestFragment = 2, ShortestEnglish = 6, LongestWord = 30;

    // Parts of a glued word that need not stand side by side in some question.
    private const int ShortestWhole = 4;

    private readonly WrittenWords _written;
    private readonly MisspeltWords _misspelt;

    /// <summary>Takes the words of a knowledge base as what is spelled right.</summary>
    public LatinSpelling(WrittenWords written)
    {
        _written = written;
        _misspelt = new MisspeltWords(written.Words);
    }

    /// <summary>Corrects a text.</summary>
    /// <param name="clean">A clean text.</param>
    /// <returns>The corrected text; the same object when nothing changes.</returns>
    public string Correct(string clean)
    {
        List<TextWord> words = TextWords.Of(clean);
        bool hasSmallWords = words.Exists(word => char.IsLower(clean[word.Start]));
        StringBuilder? corrected = null;
        int copied = 0;
        for (int i = 0; i < words.Count; i++)
        {
            (string? meant, int last) = WordAt(clean, words, i, hasSmallWords);
            if (meant is not null)
            {
                corrected ??= new StringBuilder(clean.Length + 8);
                corrected.Append(clean, copied, words[i].Start - copied).Append(meant);
                (copied, i) = (words[last].End, last);
            }
        }

        return corrected?.Append(clean, copied, clean.Length - copied).ToString() ?? clean;
    }

    /// <summary>What is meant by the word at a place, or by it and the next, and the last of these words.</summary>
    private (string? Meant, int Last) WordAt(string clean, List<TextWord> words, int i, bool hasSmallWords)
    {
        string typed = clean[words[i].Start..words[i].End], word = typed.ToLowerInvariant();
        if (!IsWord(typed) || typed.Length > LongestWord || (hasSmallWords && i > 0 && char.IsUpper(typed[0])))
        {
            return (null, i);
        }

        if (i + 1 < words.Count && clean.AsSpan(words[i].End, words[i + 1].Start - words[i].End) is " "
            && clean[words[i + 1].Start..words[i + 1].End] is var next && IsWord(next)
            && Glued(word, next.ToLowerInvariant()) is { } glued)
        {
            return (glued, i + 1);
        }

        return (IsKnown(word) ? null : Split(word) ?? Respelled(word) ?? RespelledInEnglish(word), i);
    }

    /// <summary>The word that two are when the blank between them goes: re fund.</summary>
    private string? Glued(string first, string second)
    {
        string glued = first + second;
        return glued.Length >= ShortestGlued && _written.UnitOf(glued) >= 0
            && !(_written.UnitOf(first) is >= 0 and var one && _written.UnitOf(second) is >= 0 and var other
                && _written.CountOf(one, other) > 0)
            && (IsFragment(first) || IsFragment(second) || !CommonWords.IsEnglish(LatinWord.Stem(glued)))
            ? glued : null;
    }

    /// <summary>Whether a word is hardly one by itself.</summary>
    private bool IsFragment(string word) =>
        !_written.Has(word) && (word.Length <= LongestFragment || !CommonWords.IsEnglish(LatinWord.Stem(word)));

    /// <summary>The two neighbours that a word is without the blank between them: cancelorder.</summary>
    private string? Split(string word)
    {
        (int Count, string? Words) best = (0, null);
        for (int at = ShortestPart; word.Length >= ShortestSplit && at <= word.Length - ShortestPart; at++)
        {
            if (_written.UnitOf(word[..at]) is >= 0 and var first && _written.UnitOf(word[at..]) is >= 0 and var second
                && (Math.Min(at, word.Length - at) >= ShortestWhole ? 1 : 0) + _written.CountOf(first, second) is var count
                && count > best.Count)
            {
                best = (count, $"{word[..at]} {word[at..]}");
            }
        }

        return best.Words;
    }

    /// <summary>The word of the knowledge base that is one slip away, the likeliest slip first, then the most used word.</summary>
    private string? Respelled(string word) => _misspelt.All(word)
        .Select(meant => (Meant: meant, Slip: TypingSlips.Between(word, meant)))
        .Where(candidate => candidate.Slip is not TypingSlip.Unlikely)
        .OrderBy(candidate => candidate.Slip).ThenByDescending(candidate => _written.CountOf(_written.UnitOf(candidate.Meant)))
        .Select(candidate => candidate.Meant).FirstOrDefault();

    /// <summary>The only common English word that is one slip away from a long one: of shorter ones there are many.</summary>
    private static string? RespelledInEnglish(string word)
    {
        if (word.Length < ShortestEnglish)
        {
            return null;
        }

        string[] meant =
        [
            .. OneEditFrom(word).Distinct()
                .Where(other => CommonWords.IsEnglish(LatinWord.Stem(other)) && TypingSlips.Between(word, other) is not TypingSlip.Unlikely)
                .DistinctBy(LatinWord.Stem).Take(2),
        ];
        return meant is [var only] ? only : null;
    }

    /// <summary>All texts that are a letter more, less or other, or two letters in another order, away from a word.</summary>
    private static IEnumerable<string> OneEditFrom(string word)
    {
        for (int i = 0; i <= word.Length; i++)
        {
            for (char letter = 'a'; letter <= 'z'; letter++)
            {
                yield return word.Insert(i, letter.ToString());
                if (i < word.Length)
                {
                    yield return $"{word[..i]}{letter}{word[(i + 1)..]}";
                }
            }

            if (i < word.Length)
            {
                yield return word.Remove(i, 1);
            }

            if (i + 1 < word.Length)
            {
                yield return $"{word[..i]}{word[i + 1]}{word[i]}{word[(i + 2)..]}";
            }
        }
    }

    private bool IsKnown(string word) => _written.Has(word) || CommonWords.IsEnglish(LatinWord.Stem(word));

    /// <summary>Letters alone, none large behind the first: the others are names and codes.</summary>
    private static bool IsWord(string typed) => char.IsAsciiLetter(typed[0]) && typed.AsSpan(1).IndexOfAnyExceptInRange('a', 'z') < 0;
}
