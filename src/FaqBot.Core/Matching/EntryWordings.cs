using System.Numerics.Tensors;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>What entries are called in the language of a reply, so that whoever reads a button reads their own language, and whoever
/// presses it asks in it.</summary>
/// <remarks>Thread-safe. What an entry is called in a language is found when it is first asked for, and kept.</remarks>
public sealed class EntryWordings
{
    private const int OtherLanguage = 2;

    private readonly FaqCatalog _catalog;

    // Rows + 1, by language and entry; 0: not looked for yet. Two that look for the same at once do no harm.
    private readonly int[]?[] _rows = new int[Enum.GetValues<Language>().Length][];

    internal EntryWordings(FaqCatalog catalog) => _catalog = catalog;

    /// <summary>The wording of an entry that a reply shows.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="language">Language of the reply.</param>
    /// <param name="matched">Row of the entry that matched, where one did; it goes first where the entry's own question is in another
    /// language.</param>
    /// <returns>Its question; where that is in another language or script, the nearest of its wordings in this one, and where there is
    /// none, in the other Chinese script.</returns>
    public Wording Of(int entry, Language language, int matched = -1)
    {
        int row = RowOf(entry, language);
        if (matched >= 0 && row != _catalog.Rows(entry).First && FitOf(matched, language) == 0)
        {
            row = matched;
        }

        return WordingOf(row);
    }

    /// <summary>Whether an entry has a wording that a reader of a language can read; both Chinese scripts are one here.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="language">The language.</param>
    public bool IsIn(int entry, Language language) => FitOf(RowOf(entry, language), language) < OtherLanguage;

    /// <summary>What a prompt shows.</summary>
    /// <param name="prompt">The prompt, which leads to an entry of the catalog.</param>
    /// <param name="language">Language of the reply.</param>
    /// <returns>The prompt's text in the language; where it has none, the wording of the entry in it; where neither has, the prompt's text.
    /// </returns>
    public Wording Of(FollowUpPrompt prompt, Language language)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        Wording own = Wording.Of(prompt.Text, language);
        int entry = _catalog.IndexOf(prompt.EntryId);
        if (entry < 0 || FitOf(own.Language, language) == 0)
        {
            return own;
        }

        Wording ofEntry = Of(entry, language);
        return FitOf(ofEntry.Language, language) < FitOf(own.Language, language) ? ofEntry : own;
    }

    private Wording WordingOf(int row)
    {
        string text = _catalog.Questions[row].Text;
        return new Wording(text, LanguageGuess.Of(text));
    }

    private int RowOf(int entry, Language language)
    {
        int[] rows = _rows[(int)language] ??= new int[_catalog.Entries.Count];
        return rows[entry] > 0 ? rows[entry] - 1 : (rows[entry] = Search(entry, language) + 1) - 1;
    }

    private int Search(int entry, Language language)
    {
        (int first, int end) = _catalog.Rows(entry);
        int best = first, bestFit = FitOf(first, language);
        if (bestFit == 0)
        {
            return first;
        }

        double bestCosine = 1;
        ReadOnlySpan<float> own = _catalog.Vectors[first];
        for (int row = first + 1; row < end; row++)
        {
            int fit = FitOf(row, language);
            if (fit == OtherLanguage || fit > bestFit)
            {
                continue;
            }

            double cosine = TensorPrimitives.Dot(own, _catalog.Vectors[row]);
            if (fit < bestFit || cosine > bestCosine)
            {
                (best, bestFit, bestCosine) = (row, fit, cosine);
            }
        }

        return best;
    }

    /// <summary>0: in the language; 1: in the other Chinese script; 2: in another language.</summary>
    private int FitOf(int row, Language language) => FitOf(LanguageGuess.Of(_catalog.Questions[row].Text), language);

    private static int FitOf(Language found, Language wanted) =>
        found == wanted || wanted == Language.Other ? 0
        : IsChinese(found) && IsChinese(wanted) ? 1
        : OtherLanguage;

    private static bool IsChinese(Language language) => language is Language.SimplifiedChinese or Language.TraditionalChinese;
}

/// <summary>A text with the language that it is in.</summary>
/// <param name="Text">The text.</param>
/// <param name="Language">Its language; <see cref="Language.Other"/> where it is none of those that FaqBot tells apart.</param>
public readonly record struct Wording(string Text, Language Language)
{
    /// <summary>Takes the text for a reader out of a text in several languages.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="reader">The reader's language.</param>
    /// <returns>The text, with the language that it is stated or read to be in.</returns>
    public static Wording Of(LocalizedText texts, Language reader)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (string tag, string text) = texts.Choose(reader);
        return new Wording(text, LanguageTag.TryParse(tag, out Language stated) ? stated : LanguageGuess.Of(text));
    }
}
