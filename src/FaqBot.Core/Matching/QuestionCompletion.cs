using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>Completes what is typed to stored questions: by their words, and Chinese ones also by the pinyin of theirs and its
/// initials.</summary>
/// <remarks>
/// All questions lie end to end in one text for each way to match, so that a search is one run of the vectorised substring search over
/// memory.
/// Characters with several readings count with their usual one. Immutable and thread-safe.
/// </remarks>
public sealed class QuestionCompletion
{
    /// <summary>Longest text that is completed, in runes.</summary>
    public const int MaxRunes = 100;

    /// <summary>Most questions to give.</summary>
    public const int Most = 20;

    private const char End = '\n';

    private readonly FaqCatalog _catalog;
    private readonly CompletionText _words;
    private readonly CompletionText _syllables;
    private readonly CompletionText _initials;
    private readonly byte[] _languages;
    private readonly byte[] _lengths;

    internal QuestionCompletion(FaqCatalog catalog)
    {
        _catalog = catalog;
        int rows = catalog.Questions.Count;
        _languages = new byte[rows];
        _lengths = new byte[rows];
        CompletionText.Builder words = new(rows), syllables = new(rows), initials = new(rows);
        for (int row = 0; row < rows; row++)
        {
            string text = TextNormalizer.Clean(catalog.Questions[row].Text), folded = Fold(text);
            Language language = LanguageGuess.Of(text);
            _languages[row] = (byte)language;
            _lengths[row] = (byte)Math.Min(byte.MaxValue, folded.Length);
            bool isChinese = language is Language.SimplifiedChinese or Language.TraditionalChinese;
            Rune before = new(End);
            foreach (Rune rune in folded.EnumerateRunes())
            {
                bool isHan = LanguageGuess.IsHan(rune), begins = isHan || !Rune.IsLetterOrDigit(before) || LanguageGuess.IsHan(before);
                words.Add(rune.ToString(), begins);
                ReadOnlySpan<ushort> readings = isHan ? Pinyin.ReadingsOf(rune) : [];
                if (isChinese && !Rune.IsWhiteSpace(rune))
                {
                    string sound = readings.Length > 0 ? Pinyin.Syllable(readings[0]) : rune.ToString();
                    syllables.Add(sound, begins);
                    initials.Add(readings.Length > 0 ? sound[..1] : rune.ToString(), begins);
                }

                before = rune;
            }

            words.EndRow(End);
            syllables.EndRow(End);
            initials.EndRow(End);
        }

        (_words, _syllables, _initials) = (words.Build(), syllables.Build(), initials.Build());
    }

    /// <summary>Memory of the index in bytes.</summary>
    public long Bytes => _words.Bytes + _syllables.Bytes + _initials.Bytes + _languages.Length + _lengths.Length;

    /// <summary>Completes a text.</summary>
    /// <param name="typed">What is typed so far.</param>
    /// <param name="language">The language that questions must be in; null: any. Of Chinese the other script comes after.</param>
    /// <param name="now">The present: only entries that answer now, without any context, are given.</param>
    /// <param name="top">Most questions to give, 1…<see cref="Most"/>.</param>
    /// <returns>
    /// Rows of questions, one of an entry: those that begin with the text, then those in which a word does, then the others; among them by
    /// words
    /// before by sound, shorter before longer, and the owner's order.
    /// </returns>
    public IReadOnlyList<int> Complete(string typed, Language? language, DateTimeOffset now, int top)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, Most);
        string text = Fold(TextNormalizer.Clean(typed)).TrimEnd();
        if (text.Length == 0)
        {
            return [];
        }

        Best best = new(_catalog, FilterOf(typed), now, top);
        Search(_words, text, kind: 0, wholeWords: false, language, best);
        string sound = text.Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace('ü', 'v');
        if (sound.Length > 1 && sound.All(char.IsAsciiLetterOrDigit))
        {
            Search(_syllables, sound, kind: 1, wholeWords: true, language, best);
            Search(_initials, sound, kind: 2, wholeWords: true, language, best);
        }

        return best.Rows;
    }

    /// <summary>What is typed may be a whole question already, and a counter-example.</summary>
    private EntryFilter FilterOf(string typed) =>
        Question.TryParse(typed, int.MaxValue, Language.Other, out Question? question, out _)
            ? _catalog.Narrow(EntryFilter.None, question)
            : EntryFilter.None;

    private void Search(CompletionText texts, string text, int kind, bool wholeWords, Language? language, Best best)
    {
        for (int position = 0; (position = texts.Find(text, position)) >= 0;)
        {
            int row = texts.RowAt(position), place = position == texts.StartOf(row) ? 0 : texts.Begins(position) ? 1 : 2;
            if ((place == 2 && wholeWords) || ScriptOf(row, language) is not { } script)
            {
                position += place == 2 && wholeWords ? 1 : texts.StartOf(row + 1) - position;
                continue;
            }

            // A later place in the same question may be a better one only where this one is inside a word.
            best.Offer(((ulong)place << 60) | ((ulong)script << 58) | ((ulong)kind << 56) | ((ulong)_lengths[row] << 40) | (uint)row, row);
            position = place == 2 ? position + 1 : texts.StartOf(row + 1);
        }
    }

    /// <summary>0 for the language that is asked for, 1 for the other Chinese script, null for another language.</summary>
    private int? ScriptOf(int row, Language? language)
    {
        Language found = (Language)_languages[row];
        return language is null || found == language ? 0
            : language is Language.SimplifiedChinese or Language.TraditionalChinese
                && found is Language.SimplifiedChinese or Language.TraditionalChinese ? 1
            : null;
    }

    /// <summary>Small letters and simplified characters, without punctuation; blanks only between Latin words.</summary>
    private static string Fold(string clean)
    {
        StringBuilder folded = new(clean.Length);
        bool blank = false, latin = false;
        foreach (Rune rune in SimplifiedChinese.Of(clean.ToLowerInvariant()).EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) && !(latin && rune.Value is '\'' or '+' or '#' or '%'))
            {
                blank = true;
                continue;
            }

            bool isHan = LanguageGuess.IsHan(rune);
            if (blank && latin && !isHan)
            {
                folded.Append(' ');
            }

            folded.Append(rune.ToString());
            (blank, latin) = (false, !isHan);
        }

        return folded.Append(blank && latin ? " " : "").ToString();
    }

    /// <summary>The best rows so far, one of an entry; the lowest number is the best.</summary>
    private sealed class Best(FaqCatalog catalog, EntryFilter filter, DateTimeOffset now, int top)
    {
        private readonly List<(ulong Key, int Row, int Entry)> _items = new(top + 1);

        public IReadOnlyList<int> Rows => [.. _items.Select(item => item.Row)];

        public void Offer(ulong key, int row)
        {
            if (_items.Count == top && key >= _items[^1].Key)
            {
                return;
            }

            int entry = catalog.EntriesByRow[row];
            int same = _items.FindIndex(item => item.Entry == entry);
            if ((same >= 0 && _items[same].Key <= key) || !filter.Allows(catalog.Entries[entry], null, now))
            {
                return;
            }

            if (same >= 0)
            {
                _items.RemoveAt(same);
            }

            int place = _items.FindIndex(item => item.Key > key);
            _items.Insert(place < 0 ? _items.Count : place, (key, row, entry));
            if (_items.Count > top)
            {
                _items.RemoveAt(top);
            }
        }
    }
}
