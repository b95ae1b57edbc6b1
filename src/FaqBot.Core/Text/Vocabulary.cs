using System.Text;

namespace FaqBot.Core.Text;

/// <summary>An owner's words: groups of words that mean the same, and phrases that say nothing.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class Vocabulary
{
    /// <summary>The vocabulary of an owner who has given no words.</summary>
    public static readonly Vocabulary None = new([], [], []);

    // Greeting, phrase, greeting, phrase …: nobody writes more of them.
    private const int MostRounds = 8;

    private readonly PhraseTable _members;
    private readonly string[] _preferred;
    private readonly PhraseTable _stopPhrases;

    /// <summary>Keeps words.</summary>
    /// <param name="synonyms">Groups of words that mean the same.</param>
    /// <param name="stopPhrases">Phrases that say nothing at the start or end of a question.</param>
    /// <param name="questions">The questions of the knowledge base: the member of a group that they use most stands for all.</param>
    public Vocabulary(
        IReadOnlyList<IReadOnlyList<string>> synonyms, IReadOnlyList<string> stopPhrases, IEnumerable<string> questions)
    {
        ArgumentNullException.ThrowIfNull(synonyms);
        ArgumentNullException.ThrowIfNull(stopPhrases);
        ArgumentNullException.ThrowIfNull(questions);
        _stopPhrases = new PhraseTable(stopPhrases);
        _members = new PhraseTable(synonyms.SelectMany(group => group));
        _preferred = _members.IsEmpty ? [] : Preferred(synonyms, _members, questions);
    }

    /// <summary>Whether it changes any question.</summary>
    public bool IsEmpty => _members.IsEmpty && _stopPhrases.IsEmpty;

    /// <summary>Gives the text that is searched for and encoded.</summary>
    /// <param name="question">The question.</param>
    /// <returns>Its essence without stop phrases, with one word for all of a group, in simplified characters; the very
    /// <see cref="Question.Essence"/> when nothing changes.</returns>
    public string EssenceOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return SimplifiedChinese.Reword(Unify(Strip(question.Essence)));
    }

    /// <summary>Puts one word for all of a group.</summary>
    /// <param name="clean">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    /// <returns>The text with the member that the knowledge base uses most; the same object when nothing changes.</returns>
    public string Unify(string clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        if (_members.IsEmpty)
        {
            return clean;
        }

        List<TextWord> words = TextWords.Of(clean);
        StringBuilder? changed = null;
        int copied = 0;
        for (int i = 0; i < words.Count;)
        {
            (int length, int member) = _members.At(words, i);
            if (length == 0)
            {
                i++;
                continue;
            }

            (int start, int end) = (words[i].Start, words[i + length - 1].End);
            i += length;
            if (clean.AsSpan(start, end - start).SequenceEqual(_preferred[member]))
            {
                continue;
            }

            changed ??= new StringBuilder(clean.Length + 16);
            changed.Append(clean, copied, start - copied);
            AppendApart(changed, _preferred[member]);
            copied = end;
            if (copied < clean.Length && Joins(changed[^1], clean[copied]))
            {
                changed.Append(' ');
            }
        }

        return changed?.Append(clean, copied, clean.Length - copied).ToString() ?? clean;
    }

    /// <summary>Takes stop phrases, and greetings behind them, off both ends.</summary>
    private string Strip(string essence)
    {
        string text = essence;
        for (int round = 0; !_stopPhrases.IsEmpty && round < MostRounds; round++)
        {
            string shorter = WithoutEnds(text);
            if (ReferenceEquals(shorter, text))
            {
                break;
            }

            text = PolitePhrases.Strip(shorter);
        }

        return text;
    }

    private string WithoutEnds(string text)
    {
        List<TextWord> words = TextWords.Of(text);
        int first = 0, end = words.Count;
        while (first < end && _stopPhrases.At(words, first) is { Words: > 0 and var length })
        {
            first += length;
        }

        for (int i = first; i < end; i++)
        {
            if (_stopPhrases.At(words, i, toEnd: true).Words > 0)
            {
                end = i;
            }
        }

        if (first >= end || (first == 0 && end == words.Count))
        {
            return text;
        }

        int start = first == 0 ? 0 : words[first].Start, stop = end == words.Count ? text.Length : words[end - 1].End;
        string rest = text[start..stop].Trim();
        return PolitePhrases.HasContent(rest) ? rest : text;
    }

    private static string[] Preferred(IReadOnlyList<IReadOnlyList<string>> synonyms, PhraseTable members, IEnumerable<string> questions)
    {
        int[] uses = new int[synonyms.Sum(group => group.Count)];
        foreach (string question in questions)
        {
            List<TextWord> words = TextWords.Of(question);
            for (int i = 0; i < words.Count;)
            {
                (int length, int member) = members.At(words, i);
                if (length > 0)
                {
                    uses[member]++;
                }

                i += Math.Max(1, length);
            }
        }

        string[] preferred = new string[uses.Length];
        int first = 0;
        foreach (IReadOnlyList<string> group in synonyms)
        {
            // Of members that are used alike the owner's first.
            int most = first + Enumerable.Range(0, group.Count).MaxBy(i => uses[first + i]);
            Array.Fill(preferred, TextNormalizer.Clean(group[most - first]), first, group.Count);
            first += group.Count;
        }

        return preferred;
    }

    private static void AppendApart(StringBuilder text, string word)
    {
        if (text.Length > 0 && Joins(text[^1], word[0]))
        {
            text.Append(' ');
        }

        text.Append(word);
    }

    /// <summary>Whether two characters side by side would be read as one word.</summary>
    private static bool Joins(char left, char right) => IsLatin(left) && IsLatin(right);

    private static bool IsLatin(char character) => char.IsLetterOrDigit(character) && !LanguageGuess.IsHan(new Rune(character));
}
