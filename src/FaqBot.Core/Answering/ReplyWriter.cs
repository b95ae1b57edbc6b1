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

        // Beside small talk nothing lies that a customer came for.
        bool isOfAsked = catalog.Identity.KnowledgeBaseId == ask.KnowledgeBaseId;
        return new Reply
        {
            Decision = decision,
            Answer = decision == Decision.Answer ? ToAnswer(catalog, ranked[0], language) : null,
            Confidence = ranked.Count == 0 ? 0 : ranked[0].Confidence,
            Cosine = ranked.Count == 0 ? 0 : ranked[0].Cosine,
            Suggestions = decision == Decision.Suggestions
                ? [.. MatchPolicy.SuggestionsOf(ranked).Select(entry => ToCandidate(catalog, entry, language))] : [],
            Alternatives = [.. ranked.Take(ask.Top).Skip(1).Select(entry => ToCandidate(catalog, entry, language))],
            Related = [.. Related(
                    catalog, findings.Filter, ranked, isOfAsked ? decision : Decision.Suggestions, options.RelatedQuestions, now)
                .Where(entry => catalog.Wordings.IsIn(entry, language)).Select(entry => RelatedQuestion.Of(catalog, entry, language))],
            Language = language,
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
    /// one. What cannot be read in the reply's language is left out.</summary>
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
        Wording answer = Wording.Of(entry.Answer, language);
        return new RepliedAnswer(
            entry.Id,
            answer.Text,
            catalog.Questions[ranked.Row].Text,
            entry.Metadata,
            [
                .. entry.Prompts.Where(prompt => catalog.IndexOf(prompt.EntryId) >= 0)
                    .Select(prompt => ToPrompt(catalog, prompt, language)),
            ],
            entry.Source,
            LanguageTag.Of(answer.Language));
    }

    private static RepliedPrompt ToPrompt(FaqCatalog catalog, FollowUpPrompt prompt, Language language)
    {
        Wording shown = catalog.Wordings.Of(prompt, language);
        string question = catalog.Wordings.Of(catalog.IndexOf(prompt.EntryId), language).Text;
        return new RepliedPrompt(shown.Text, prompt.EntryId, question, LanguageTag.Of(shown.Language));
    }

    private static Candidate ToCandidate(FaqCatalog catalog, RankedEntry ranked, Language language)
    {
        Wording wording = catalog.Wordings.Of(ranked.Entry, language, ranked.Row);
        return new Candidate(catalog.Entries[ranked.Entry].Id, wording.Text, ranked.Confidence, LanguageTag.Of(wording.Language));
    }
}
