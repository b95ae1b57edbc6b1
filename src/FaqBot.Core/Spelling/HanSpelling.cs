using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spelling;

/// <summary>Corrects Han characters that sound like those of the knowledge base: 发漂 to 发票, 退 货 to 退货.</summary>
/// <remarks>Pairs of characters that some question has, and words in common use, stay as they are. Immutable and thread-safe.</remarks>
internal sealed class HanSpelling
{
    // More in one text are no slips but other words.
    private const int MostSlips = 3;

    private readonly WrittenWords _written;
    private readonly SoundAlikePairs _soundAlike;
    private readonly ulong[] _pairs;
    private readonly int[] _counts;

    /// <summary>Takes the pairs of a knowledge base as what is written right.</summary>
    public HanSpelling(WrittenWords written)
    {
        _written = written;
        (ulong Term, int Count)[] pairs = [.. written.HanPairs.OrderBy(pair => pair.Term)];
        _pairs = [.. pairs.Select(pair => pair.Term)];
        _counts = [.. pairs.Select(pair => pair.Count)];
        _soundAlike = new SoundAlikePairs(
            pairs.Index().ToDictionary(pair => pair.Item.Term, pair => pair.Index), _counts, withGeneric: true);
    }

    /// <summary>Corrects a text.</summary>
    /// <param name="clean">A clean text in simplified characters.</param>
    /// <returns>The corrected text; the same object when nothing changes.</returns>
    public string Correct(string clean)
    {
        string joined = Joined(clean);
        List<TextWord> words = [.. TextWords.Of(joined).Where(word => TextWords.IsHan(joined, word))];
        Rune[] runes = [.. words.Select(word => Rune.GetRuneAt(joined, word.Start))];
        bool[] isChanged = new bool[runes.Length];
        for (int i = 0, slips = 0; i + 1 < runes.Length && slips < MostSlips; i++)
        {
            if (AreNeighbours(words, i) && !isChanged[i] && MeantBy(runes, words, i) is { } meant)
            {
                (isChanged[i], isChanged[i + 1]) = (meant.First != runes[i], meant.Second != runes[i + 1]);
                (runes[i], runes[i + 1]) = meant;
                slips++;
            }
        }

        return isChanged.Contains(true) ? Written(joined, words, runes) : joined;
    }

    /// <summary>The pair that the one at a place was meant to be, or null.</summary>
    private (Rune First, Rune Second)? MeantBy(Rune[] runes, List<TextWord> words, int i)
    {
        ulong typed = TermAnalyzer.OfPair(runes[i], runes[i + 1]);
        if (IsKnown(typed) || _soundAlike.Find(typed) is not { Id: >= 0 } found)
        {
            return null;
        }

        (Rune First, Rune Second) meant = TermAnalyzer.PairOf(_pairs[found.Id]);
        bool keepsFirst = meant.First == runes[i], keepsSecond = meant.Second == runes[i + 1];

        int changed = keepsFirst ? i + 1 : i;
        if (keepsFirst == keepsSecond || IsPartOfKnown(runes, words, keepsFirst ? i + 1 : i - 1)
            || !IsSlip(runes[changed], keepsFirst ? meant.Second : meant.First))
        {
            return null;
        }

        // What nearly every question has stands beside anything: only a word in common use tells that it was meant.
        bool isWord = CommonWords.RankOf(_pairs[found.Id]) >= 0;
        return IsGeneric(meant.First) || IsGeneric(meant.Second) || IsGeneric(runes[changed])
            ? isWord && _written.CountOf(runes[changed].Value) == 0 ? meant : null
            : isWord || _counts[found.Id] > 1 || FitsBothSides(runes, words, i, meant) ? meant : null;
    }

    /// <summary>Whether a character may be a slip of another: both deny nothing, are usually read alike, and the knowledge base speaks more
    /// of the one that is meant.</summary>
    private bool IsSlip(Rune typed, Rune meant) =>
        !Negation.Denies(typed) && !Negation.Denies(meant) && _written.CountOf(typed.Value) < _written.CountOf(meant.Value)
        && (Pinyin.ReadingsOf(meant).Contains(Pinyin.ReadingsOf(typed)[0])
            || Pinyin.ReadingsOf(typed).Contains(Pinyin.ReadingsOf(meant)[0]));

    /// <summary>Whether a pair stands beside what it stands beside in some question too.</summary>
    private bool FitsBothSides(Rune[] runes, List<TextWord> words, int i, (Rune First, Rune Second) meant) => meant.First == runes[i]
        ? i + 2 < runes.Length && AreNeighbours(words, i + 1) && _written.CountOf(meant.Second.Value, runes[i + 2].Value) > 0
        : i > 0 && AreNeighbours(words, i - 1) && _written.CountOf(runes[i - 1].Value, meant.First.Value) > 0;

    /// <summary>Whether the pair at a place is a known one that does not only join a generic character to another.</summary>
    private bool IsPartOfKnown(Rune[] runes, List<TextWord> words, int i) =>
        i >= 0 && i + 1 < runes.Length && AreNeighbours(words, i) && TermAnalyzer.OfPair(runes[i], runes[i + 1]) is var pair
        && (CommonWords.RankOf(pair) >= 0 || (IsKnown(pair) && !IsGeneric(runes[i]) && !IsGeneric(runes[i + 1])));

    private bool IsKnown(ulong pair) => Array.BinarySearch(_pairs, pair) >= 0 || CommonWords.HasPair(pair);

    private static bool IsGeneric(Rune rune) => TermAnalyzer.IsGeneric((ulong)rune.Value);

    private static bool AreNeighbours(List<TextWord> words, int i) => words[i].End == words[i + 1].Start;

    /// <summary>Drops blanks between characters of which one stands alone: both do, or they are a known pair.</summary>
    private string Joined(string clean)
    {
        if (!clean.Contains(' ', StringComparison.Ordinal))
        {
            return clean;
        }

        List<TextWord> words = TextWords.Of(clean);
        StringBuilder joined = new(clean.Length);
        int copied = 0;
        for (int i = 0; i + 1 < words.Count; i++)
        {
            if (words[i + 1].Start == words[i].End + 1 && clean[words[i].End] == ' '
                && TextWords.IsHan(clean, words[i]) && TextWords.IsHan(clean, words[i + 1])
                && (StandsAlone(words, i, -1), StandsAlone(words, i + 1, 1)) is var (left, right) && (left || right)
                && ((left && right) || _written.CountOf(RuneAt(clean, words[i]).Value, RuneAt(clean, words[i + 1]).Value) > 0))
            {
                joined.Append(clean, copied, words[i].End - copied);
                copied = words[i + 1].Start;
            }
        }

        return copied == 0 ? clean : joined.Append(clean, copied, clean.Length - copied).ToString();
    }

    /// <summary>Whether a blank, or the end of the text, stands on the other side of a character too.</summary>
    private static bool StandsAlone(List<TextWord> words, int i, int side) =>
        i + side < 0 || i + side >= words.Count
        || (side < 0 ? words[i - 1].End < words[i].Start : words[i].End < words[i + 1].Start);

    private static Rune RuneAt(string text, TextWord word) => Rune.GetRuneAt(text, word.Start);

    private static string Written(string text, List<TextWord> words, Rune[] runes)
    {
        StringBuilder written = new(text.Length);
        int copied = 0;
        foreach ((TextWord word, Rune rune) in words.Zip(runes))
        {
            written.Append(text, copied, word.Start - copied).Append(rune.ToString());
            copied = word.End;
        }

        return written.Append(text, copied, text.Length - copied).ToString();
    }
}
