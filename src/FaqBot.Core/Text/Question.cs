using System.Diagnostics.CodeAnalysis;

namespace FaqBot.Core.Text;

/// <summary>A question in all the forms that answering needs; cannot exist without being normalised and within its limit.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class Question
{
    /// <summary>The length limit when no other is given, in runes.</summary>
    public const int DefaultMaxRunes = 1_000;

    private Question(string original, string text, Language? language)
    {
        Original = original;
        Text = text;
        Essence = PolitePhrases.Strip(text);
        MatchKey = TextNormalizer.MatchKey(text);
        EssenceKey = ReferenceEquals(Essence, text) ? MatchKey : TextNormalizer.MatchKey(Essence);
        Language = language ?? LanguageGuess.Of(text);
        IsLanguageGuessed = language is null;
    }

    /// <summary>What was typed, for display only.</summary>
    public string Original { get; }

    /// <summary>The normalised text: see <see cref="TextNormalizer.Clean"/>.</summary>
    public string Text { get; }

    /// <summary>The text without greeting and thanks; the whole text when hardly anything else is left.</summary>
    public string Essence { get; }

    /// <summary>The key by which questions are equal: see <see cref="TextNormalizer.MatchKey"/>.</summary>
    public string MatchKey { get; }

    /// <summary>The same of <see cref="Essence"/>.</summary>
    public string EssenceKey { get; }

    /// <summary>The guessed or the stated language.</summary>
    public Language Language { get; }

    /// <summary>Whether nobody stated the language.</summary>
    public bool IsLanguageGuessed { get; }

    /// <summary>Reads a question.</summary>
    /// <param name="original">What was typed.</param>
    /// <param name="maxRunes">Length limit in runes, for the original and for the normalised text alike.</param>
    /// <param name="language">The language if the caller knows it; guessed otherwise.</param>
    /// <returns>The question.</returns>
    /// <exception cref="InvalidQuestionException">The text is empty or too long.</exception>
    public static Question Parse(string? original, int maxRunes = DefaultMaxRunes, Language? language = null) =>
        TryParse(original, maxRunes, language, out Question? question, out string? fault)
            ? question
            : throw new InvalidQuestionException(fault);

    /// <summary>Reads a question without throwing.</summary>
    /// <param name="original">What was typed.</param>
    /// <param name="maxRunes">Length limit in runes, for the original and for the normalised text alike.</param>
    /// <param name="language">The language if the caller knows it; guessed otherwise.</param>
    /// <param name="question">The question, when it could be read.</param>
    /// <param name="fault">Otherwise what is wrong with it; does not contain the text.</param>
    /// <returns>Whether the text is a question.</returns>
    public static bool TryParse(
        string? original,
        int maxRunes,
        Language? language,
        [NotNullWhen(true)] out Question? question,
        [NotNullWhen(false)] out string? fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRunes, 1);
        question = null;
        fault = Fault(original, maxRunes);
        if (fault is not null)
        {
            return false;
        }

        string text = TextNormalizer.Clean(original!);
        fault = text.Length == 0 ? "The question has no visible character." : Fault(text, maxRunes);
        if (fault is not null)
        {
            return false;
        }

        question = new Question(original!, text, language);
        return true;
    }

    private static string? Fault(string? text, int maxRunes)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "The question is empty.";
        }

        int runes = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            if (++runes > maxRunes)
            {
                return $"The question is longer than {maxRunes} characters.";
            }
        }

        return null;
    }
}
