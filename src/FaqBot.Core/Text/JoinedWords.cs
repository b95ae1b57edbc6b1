using System.Text.RegularExpressions;

namespace FaqBot.Core.Text;

/// <summary>What stands on both sides of a word that joins: E02 and E05, 身份证和结婚证.</summary>
/// <remarks>Where a phrase begins and ends only questions tell that have it. Immutable and thread-safe.</remarks>
internal sealed partial class JoinedWords
{
    // Longest phrase beside the joint, and the shortest that names something: one of letters or digits, or two characters.
    private const int MostWords = 6, FewestHan = 2;

    private readonly string _text;
    private readonly List<TextWord> _left, _right;

    private JoinedWords(string text, List<TextWord> left, List<TextWord> right)
    {
        _text = text;
        _left = left;
        _right = right;
    }

    /// <summary>The text before the joint.</summary>
    public string Left => _text[.._left[^1].End].Trim();

    /// <summary>The text after the joint.</summary>
    public string Right => _text[_right[0].Start..].Trim();

    /// <summary>Finds the joints of a text.</summary>
    /// <param name="text">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    public static IReadOnlyList<JoinedWords> Of(string text)
    {
        MatchCollection found = Joint().Matches(text);
        if (found.Count == 0)
        {
            return [];
        }

        List<JoinedWords> joints = [];
        List<TextWord> words = TextWords.Of(text);
        foreach (Match joint in found)
        {
            List<TextWord> left = [.. words.Where(word => word.End <= joint.Index)];
            List<TextWord> right = [.. words.Where(word => word.Start >= joint.Index + joint.Length)];
            if (left.Count > 0 && right.Count > 0)
            {
                joints.Add(new JoinedWords(text, left, right));
            }
        }

        return joints;
    }

    /// <summary>Finds two entries of which one has what stands on the left and the other what stands on the right.</summary>
    /// <param name="entries">The words of each entry's questions.</param>
    /// <returns>The first such pair by their indexes; null where there is none, or an entry has both.</returns>
    public (int Left, int Right)? Named(IReadOnlyList<IReadOnlyList<List<TextWord>>> entries)
    {
        for (int one = 0; one < entries.Count; one++)
        {
            for (int other = 0; other < entries.Count; other++)
            {
                if (one != other && Phrase(_left, fromEnd: true, entries[one], entries[other]) is { } left
                    && Phrase(_right, fromEnd: false, entries[other], entries[one]) is { } right)
                {
                    return entries.Any(questions => Has(questions, left) && Has(questions, right)) ? null : (one, other);
                }
            }
        }

        return null;
    }

    /// <summary>The shortest phrase beside the joint that one entry's questions have and the other's have not.</summary>
    private string[]? Phrase(
        List<TextWord> words, bool fromEnd, IReadOnlyList<List<TextWord>> having, IReadOnlyList<List<TextWord>> lacking)
    {
        for (int length = 1; length <= Math.Min(MostWords, words.Count); length++)
        {
            List<TextWord> phrase = fromEnd ? words[^length..] : words[..length];
            string[] keys = [.. phrase.Select(word => word.Key)];
            if (!Has(having, keys))
            {
                return null;
            }

            if (!Has(lacking, keys) && Names(phrase))
            {
                return keys;
            }
        }

        return null;
    }

    private bool Names(List<TextWord> phrase)
    {
        string text = _text[phrase[0].Start..phrase[^1].End];
        return !TermAnalyzer.Analyze(text).Terms.All(TermAnalyzer.IsGeneric)
            && (phrase.Count >= FewestHan || !TextWords.IsHan(_text, phrase[0]));
    }

    private static bool Has(IReadOnlyList<List<TextWord>> questions, string[] keys) => questions.Any(words =>
        Enumerable.Range(0, Math.Max(0, words.Count - keys.Length + 1))
            .Any(start => !keys.Where((key, i) => words[start + i].Key != key).Any()));

    [GeneratedRegex(
        @"以及|和|跟|与|與|及|、|&|\+|/|\b(?:and|as well as|plus)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Joint();
}
