using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Which languages of an entry are read, and under which tag its answers stand.</summary>
/// <remarks>A knowledge base tells English and Chinese apart. A text of another language is kept where it is the only one, and stands for
/// every language; beside others it has no place.</remarks>
internal static class AnswerLanguage
{
    /// <summary>The tag under which an answer stands: that of its locale; where none is stated, of what it reads like.</summary>
    /// <param name="locale">Its locale as the service states it; null or empty: none is stated.</param>
    /// <param name="text">The answer.</param>
    public static string KeyOf(string? locale, string text)
    {
        Language guessed = string.IsNullOrEmpty(locale) ? LanguageGuess.Of(text) : Language.Other;
        return QnaSettings.TagOf(locale) ?? (guessed == Language.Other ? LocalizedText.AnyLanguage : LanguageTag.Of(guessed));
    }

    /// <summary>The locales of an entry that are read: those that are told apart, and none; the first one where there is no such.</summary>
    public static string[] Read(params IEnumerable<string> locales)
    {
        string[] all = [.. locales.Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] told = [.. all.Where(IsTold)];
        return told.Length > 0 ? told : all[..Math.Min(1, all.Length)];
    }

    /// <summary>Whether a locale is told apart, or none is stated.</summary>
    public static bool IsTold(string? locale) => string.IsNullOrEmpty(locale) || QnaSettings.TagOf(locale) is not null;

    /// <summary>Notes that a language has no place beside the others of its entry.</summary>
    public static void NoteLeftOut(string locale, Place place, ReadingContext context) => context.Notes.LeftOut(
        NoteCode.OtherLanguage, place,
        $"the language '{QnaCells.Shown(locale)}' is not told apart here; its questions and answers were left out beside those of the "
            + "entry's other language");

    /// <summary>Notes once for each language that its texts stand for every language.</summary>
    public static void NoteKept(string locale, Place place, ReadingContext context)
    {
        if (!IsTold(locale) && context.OtherLanguages.Add(locale))
        {
            context.Notes.Changed(
                NoteCode.OtherLanguage, place,
                $"the language '{QnaCells.Shown(locale)}' is not told apart here; where an entry has no other, its texts were taken over "
                    + "and stand for every language");
        }
    }
}
