namespace FaqBot.Core.Spelling;

/// <summary>Finds what a question was meant to be, by the words of a knowledge base: without slips, in characters instead of
/// pinyin.</summary>
/// <remarks>What it needs is built when the first question asks for it. Immutable and thread-safe.</remarks>
internal sealed class QuestionSpelling
{
    // A long text has enough words without slips.
    private const int LongestText = 200;

    private readonly Lazy<LatinSpelling> _latin;
    private readonly Lazy<HanSpelling> _han;
    private readonly Lazy<PinyinTranscription> _pinyin;

    /// <summary>Learns how words are spelled.</summary>
    /// <param name="questions">Clean texts in simplified characters: see <see cref="Text.TextNormalizer.ForEncoding"/>.</param>
    public QuestionSpelling(IEnumerable<string> questions)
    {
        Lazy<WrittenWords> written = new(() => new WrittenWords(questions));
        _latin = new Lazy<LatinSpelling>(() => new LatinSpelling(written.Value));
        _han = new Lazy<HanSpelling>(() => new HanSpelling(written.Value));
        _pinyin = new Lazy<PinyinTranscription>(() => new PinyinTranscription(written.Value));
    }

    /// <summary>Corrects a question.</summary>
    /// <param name="text">Its clean text in simplified characters.</param>
    /// <returns>What it was meant to be; null where that is what was typed.</returns>
    public SpellingCorrection? Correct(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
        {
            return null;
        }

        if (Transcribed(text) is { } transcribed)
        {
            return new SpellingCorrection(transcribed, IsPinyin: true);
        }

        string corrected = _latin.Value.Correct(_han.Value.Correct(text));
        return corrected == text ? null : new SpellingCorrection(corrected, IsPinyin: false);
    }

    /// <summary>Whether a question is written in pinyin.</summary>
    /// <param name="text">Its clean text.</param>
    public bool IsPinyin(string text) => text.Length <= LongestText && Transcribed(text) is not null;

    private string? Transcribed(string text) => PinyinText.Of(text) is { } pinyin ? _pinyin.Value.Transcribe(pinyin) : null;
}
