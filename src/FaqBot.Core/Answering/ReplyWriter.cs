using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>Puts what was found into the words of the catalog.</summary>
internal static class ReplyWriter
{
    /// <summary>Writes a reply.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="options">What a reply offers.</param>
    /// <param name="now">The present.</param>
    public static Reply Write(Ask ask, Findings findings, AnsweringOptions options, DateTimeOffset now)
    {
        (FaqCatalog catalog, IReadOnlyList<RankedEntry> ranked, MatchPolicy policy, bool cached) = findings;
        Decision decision = policy.Decide(ranked);
        Language language = LanguageOf(ask.Question, catalog);
        return new Reply
        {
            Decision = decision,
            Answer = decision == Decision.Answer ? ToAnswer(catalog, ranked[0], language) : null,
            Confidence = ranked.Count == 0 ? 0 : ranked[0].Confidence,
            Cosine = ranked.Count == 0 ? 0 : ranked[0].Cosine,
            Suggestions = decision == Decision.Suggestions
                ? [.. MatchPolicy.SuggestionsOf(ranked).Select(entry => ToCandidate(catalog, entry))] : [],
            Alternatives = [.. ranked.Take(ask.Top).Skip(1).Select(entry => ToCandidate(catalog, entry))],
            Related = [.. Related(catalog, findings.Filter, ranked, decision, options.RelatedQuestions, now)
                .Select(entry => new RelatedQuestion(catalog.Entries[entry].Id, catalog.Entries[entry].Question))],
            Message = decision == Decision.NoMatch ? catalog.Knowledge.DefaultAnswer.For(language) : null,
            PreviousEntryId = ask.Filter.PreviousEntryId,
            KnowledgeBaseId = catalog.Identity.KnowledgeBaseId,
            Version = catalog.Identity.Number,
            Cached = cached,
        };
    }

    /// <summary>The language to answer in: who writes pinyin reads Chinese.</summary>
    private static Language LanguageOf(Question question, FaqCatalog catalog) =>
        question is { IsLanguageGuessed: true, Language: Language.English }
        && catalog.Spelling.IsPinyin(catalog.Vocabulary.EssenceOf(question)) ? Language.SimplifiedChinese : question.Language;

    /// <summary>Beside an answer lie its neighbours; where nothing matches, what came nearest; a list of suggestions needs no second
    /// one.</summary>
    private static IEnumerable<int> Related(
        FaqCatalog catalog, EntryFilter filter, IReadOnlyList<RankedEntry> ranked, Decision decision, int most, DateTimeOffset now) =>
            decision switch
            {
                Decision.Answer => catalog.Related.Of(ranked[0].Entry, filter, now, most),
                Decision.NoMatch =>
                    ranked.Where(entry => entry.Confidence >= MatchPolicy.SuggestionFloor && !catalog.Entries[entry.Entry].ContextOnly)
                    .Take(most).Select(entry => entry.Entry),
                _ => [],
            };

    private static RepliedAnswer ToAnswer(FaqCatalog catalog, RankedEntry ranked, Language language)
    {
        FaqEntry entry = catalog.Entries[ranked.Entry];
        return new RepliedAnswer(
            entry.Id,
            entry.Answer.For(language),
            catalog.Questions[ranked.Row].Text,
            entry.Metadata,
            [
                .. entry.Prompts.Where(prompt => catalog.IndexOf(prompt.EntryId) >= 0)
                    .Select(prompt =>
                        new RepliedPrompt(prompt.Text.For(language), prompt.EntryId,
                            catalog.Entries[catalog.IndexOf(prompt.EntryId)].Question)),
            ],
            entry.Source);
    }

    private static Candidate ToCandidate(FaqCatalog catalog, RankedEntry ranked) =>
        new(catalog.Entries[ranked.Entry].Id, catalog.Entries[ranked.Entry].Question, ranked.Confidence);
}
