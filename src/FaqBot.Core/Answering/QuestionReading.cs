using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Spelling;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>What a question asks for in the words of a catalog, and what it may ask for after the answer before.</summary>
/// <param name="Text">What is searched for and encoded.</param>
/// <param name="InContext">The same said in full: the question before with what a follow-up asks about; null when it is no
/// follow-up.</param>
/// <param name="PreviousEntry">Index of the entry before, or −1: a follow-up asks for another one.</param>
/// <param name="Asked">The question; of a follow-up what it asks about.</param>
internal sealed record QuestionReading(string Text, string? InContext, int PreviousEntry, Question Asked)
{
    /// <summary>Which entries may answer: not those of which the question, or what a follow-up asks about, is a counter-example.</summary>
    public required EntryFilter Filter { get; init; }

    private const double LeastInContext = 0.2;

    /// <summary>Reads a question.</summary>
    public static QuestionReading Of(FaqCatalog catalog, Question question, EntryFilter filter)
    {
        int previous = filter.PreviousEntryId is { } id ? catalog.IndexOf(id) : -1;
        string text = catalog.Vocabulary.EssenceOf(question);
        filter = catalog.Narrow(filter, question);
        if (previous < 0 || FollowUp.TopicOf(text) is not { } topic
            || !Question.TryParse(topic, int.MaxValue, question.Language, out Question? asked, out _))
        {
            return new QuestionReading(text, null, previous, question) { Filter = filter };
        }

        string before = catalog.Vocabulary.Unify(TextNormalizer.Clean(catalog.Entries[previous].Question)).TrimEnd('?', '!', '.', '。');
        return new QuestionReading(topic, SimplifiedChinese.Reword($"{before} {topic}"), previous, asked)
        {
            Filter = catalog.Narrow(filter, asked),
        };
    }

    /// <summary>The texts by which a question is searched that equals no stored one.</summary>
    /// <remarks>A follow-up is too short to be corrected or taken apart: its words are compared with their slips.</remarks>
    public QuestionTexts TextsIn(FaqCatalog catalog)
    {
        SpellingCorrection? correction = InContext is null ? catalog.Spelling.Correct(Text) : null;
        return new QuestionTexts(
            Text, InContext, correction, InContext is null ? QuestionClauses.Of(correction?.Text ?? Text) : []);
    }

    /// <summary>Finds the stored question that equals what was typed, or what the follow-up asks about.</summary>
    public Hit? FindExact(FaqCatalog catalog, DateTimeOffset now) => FindExact(catalog, Asked, now);

    /// <summary>Finds the stored question that another text for it equals.</summary>
    public Hit? FindExact(FaqCatalog catalog, string text, DateTimeOffset now) =>
        Question.TryParse(text, int.MaxValue, Asked.Language, out Question? question, out _)
            ? FindExact(catalog, question, now) : null;

    private Hit? FindExact(FaqCatalog catalog, Question question, DateTimeOffset now)
    {
        int row = catalog.RowOf(question);
        if (row < 0)
        {
            return null;
        }

        FaqEntry? previous = PreviousEntry < 0 ? null : catalog.Entries[PreviousEntry];
        int entry = catalog.Questions[row].Entry;
        return Filter.Allows(catalog.Entries[entry], previous, now) ? new Hit(entry, row, 1) : null;
    }

    /// <summary>The reading that leads to a surer answer; an entry that the one before prompts for needs no more to lead than to be
    /// suggested.</summary>
    public QuestionMatch Surer(FaqCatalog catalog, QuestionMatch alone, QuestionMatch inContext)
    {
        if (inContext.Ranked.Length == 0 || alone.Ranked.Length == 0)
        {
            return alone.Ranked.Length == 0 ? inContext : alone;
        }

        RankedEntry found = alone.Ranked[0], foundInContext = inContext.Ranked[0];
        return found.Entry == PreviousEntry
            || foundInContext.Confidence > found.Confidence
            || (foundInContext.Confidence >= LeastInContext && IsBeside(foundInContext) && !IsBeside(found))
            ? inContext
            : alone;

        bool IsBeside(RankedEntry entry) => catalog.ContextOf(entry.Entry, catalog.Entries[PreviousEntry]) > 0;
    }
}
