using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spelling;

/// <summary>Writes pinyin in characters, those that the questions of a knowledge base most probably have: tuikuan is 退款.</summary>
/// <remarks>
/// The most probable way through all syllables and their characters, by the pairs of neighbours in the questions and, where they have
/// none, by common words: the Viterbi search of input methods, of which the best <see cref="Beam"/> ways to each place are followed.
/// Immutable and thread-safe.
/// </remarks>
internal sealed class PinyinTranscription
{
    private const int Beam = 24, CommonCharacters = 6, LongestPart = 20;

    // Probability of neighbours that no question has: of a common word, and of any others as a share of how frequent the second is.
    private const double CommonWord = 0.02, Unknown = 0.1;

    // Common words lose half of their probability with so many places.
    private const double HalvingRank = 2_000;

    // Share of letters in Latin words from which on a text is no pinyin.
    private const double LatinShare = 0.8;

    // Least share of characters that stand beside a neighbour that some question has beside them.
    private const double LeastKnown = 0.5;

    private readonly WrittenWords _written;
    private readonly Dictionary<string, List<int>> _characters = new(StringComparer.Ordinal);

    /// <summary>Sorts the characters of a knowledge base by their syllables.</summary>
    public PinyinTranscription(WrittenWords written)
    {
        _written = written;
        foreach (int character in written.Characters.Order())
        {
            AddBySyllable(character, int.MaxValue);
        }

        if (_characters.Count > 0)
        {
            foreach ((ulong pair, _) in CommonWords.ChineseWords.OrderBy(word => word.Rank))
            {
                (Rune first, Rune second) = TermAnalyzer.PairOf(pair);
                AddBySyllable(first.Value, CommonCharacters);
                AddBySyllable(second.Value, CommonCharacters);
            }
        }
    }

    /// <summary>Writes a text in characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text in simplified characters; null when it is more likely English, or nothing that the questions speak of.</returns>
    public string? Transcribe(PinyinText text)
    {
        if (_characters.Count == 0 || IsLatin(text))
        {
            return null;
        }

        List<Way>[] ways = new List<Way>[text.Letters.Length + 1];
        ways[0] = [new Way(WrittenWords.Boundary, 0, null)];
        for (int at = 0; at < text.Letters.Length; at++)
        {
            if (ways[at] is { } reached)
            {
                Extend(text, at, Kept(reached), ways);
            }
        }

        Way? best = ways[^1]?.MaxBy(way => way.Score + ScoreOf(way.Unit, WrittenWords.Boundary));
        return best is null ? null : Written(text, best);
    }

    /// <summary>Whether a word is Latin and cannot be read as syllables, or nearly all letters belong to Latin words: so do many syllables,
    /// but not all.</summary>
    private bool IsLatin(PinyinText text)
    {
        int latin = 0;
        foreach (string word in text.Words())
        {
            int unit = _written.UnitOf(word);
            if (unit >= 0 ? !_written.IsBesideHan(unit) : CommonWords.IsEnglish(LatinWord.Stem(word)))
            {
                if (!PinyinText.IsOfSyllables(word))
                {
                    return true;
                }

                latin += word.Length;
            }
        }

        return latin >= LatinShare * text.Letters.Length;
    }

    private void AddBySyllable(int character, int most)
    {
        foreach (ushort reading in Pinyin.ReadingsOf(new Rune(character)))
        {
            string syllable = Pinyin.Syllable(reading);
            List<int> characters = _characters.TryGetValue(syllable, out List<int>? known) ? known : _characters[syllable] = [];
            if (characters.Count < most && !characters.Contains(character))
            {
                characters.Add(character);
            }
        }
    }

    private static List<Way> Kept(List<Way> ways)
    {
        ways.Sort((one, other) => one.Score != other.Score ? other.Score.CompareTo(one.Score) : one.Unit.CompareTo(other.Unit));
        return ways.Count > Beam ? ways[..Beam] : ways;
    }

    private void Extend(PinyinText text, int at, List<Way> reached, List<Way>[] ways)
    {
        string letters = text.Letters;
        int most = Math.Min(letters.Length, at + LongestPart);
        for (int end = at + 1; end <= most && (end == at + 1 || !text.Cuts.Contains(end - 1)); end++)
        {
            string part = letters[at..end];
            foreach (int character in PinyinText.IsSyllable(part) ? _characters.GetValueOrDefault(part) ?? [] : [])
            {
                Reach(reached, character, at, end, text, ways);

                // A digit behind a syllable is its tone, if it is not better read as a number.
                if (end < letters.Length && letters[end] is >= '1' and <= '5' && !text.Cuts.Contains(end))
                {
                    Reach(reached, character, at, end + 1, text, ways);
                }
            }

            int word = _written.UnitOf(part);
            bool isWhole = text.IsCutAt(at) && text.IsCutAt(end);
            if ((word >= 0 && (isWhole || _written.IsBesideHan(word)))
                || part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 || (isWhole && !PinyinText.IsOfSyllables(part)))
            {
                Reach(reached, word, at, end, text, ways);
            }
        }
    }

    private void Reach(List<Way> from, int unit, int at, int end, PinyinText text, List<Way>[] ways)
    {
        bool beginsSentence = text.Signs.ContainsKey(at);
        Way best = from[0];
        double bestScore = double.NegativeInfinity;
        foreach (Way way in from)
        {
            double score = way.Score + ScoreOf(beginsSentence ? WrittenWords.Boundary : way.Unit, unit);
            (best, bestScore) = score > bestScore ? (way, score) : (best, bestScore);
        }

        (ways[end] ??= []).Add(new Way(unit, bestScore, best) { End = end });
    }

    /// <summary>Logarithm of the probability that a unit follows another.</summary>
    private double ScoreOf(int before, int unit)
    {
        double probability = Unknown * (_written.CountOf(unit) + 0.1) / (_written.Total + 1);
        if (_written.CountOf(before, unit) is > 0 and var count)
        {
            probability = Math.Max(probability, count / (_written.CountOf(before) + 1.0));
        }

        if (WrittenWords.IsHan(before) && WrittenWords.IsHan(unit)
            && CommonWords.RankOf(WrittenWords.TermOf(before, unit)) is >= 0 and var rank)
        {
            probability = Math.Max(probability, CommonWord / (1 + (rank / HalvingRank)));
        }

        return Math.Log(probability);
    }

    private string? Written(PinyinText text, Way last)
    {
        List<Way> units = [];
        for (Way? way = last; way.Before is not null; way = way.Before)
        {
            units.Insert(0, way);
        }

        StringBuilder written = new(units.Count);
        int han = 0, known = 0, start = 0;
        for (int i = 0; i < units.Count; i++)
        {
            bool isHan = WrittenWords.IsHan(units[i].Unit);
            if (text.Signs.TryGetValue(start, out char sign) && start > 0)
            {
                written.Append(sign);
            }

            bool joins = !isHan && i > 0 && !WrittenWords.IsHan(units[i - 1].Unit);
            written.Append(joins ? " " : "").Append(isHan ? new Rune(units[i].Unit).ToString() : text.Letters[start..units[i].End]);
            han += isHan ? 1 : 0;
            known += isHan && (IsKnown(units, i - 1) || IsKnown(units, i)) ? 1 : 0;
            start = units[i].End;
        }

        return han >= 2 && known >= LeastKnown * han ? written.ToString() : null;
    }

    private bool IsKnown(List<Way> units, int i) =>
        i >= 0 && i + 1 < units.Count && _written.CountOf(units[i].Unit, units[i + 1].Unit) > 0;

    /// <summary>A way to a place.</summary>
    /// <param name="Unit">The last unit.</param>
    /// <param name="Score">Logarithm of the probability of all units.</param>
    /// <param name="Before">The way without the last unit; null at the start.</param>
    private sealed record Way(int Unit, double Score, Way? Before)
    {
        /// <summary>Where it ends.</summary>
        public int End { get; init; }
    }
}
