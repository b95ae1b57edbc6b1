using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Linting;

/// <summary>Rules about an entry by itself and about what leads to it.</summary>
internal static class EntryRules
{
    /// <summary>Questions that are too short, too general, or have blanks around them.</summary>
    public static IEnumerable<LintFinding> Questions(StoredQuestions questions)
    {
        for (int row = 0; row < questions.Count; row++)
        {
            AnalyzedText analyzed = questions.Analyzed(row);
            string text = questions.TextOf(row), entry = questions.EntryOf(row).Id;
            if (analyzed.Length < 2)
            {
                yield return new LintFinding(LintRule.ShortQuestion, entry,
                    $"'{text}' is too short to be told from others. Write a whole question.")
                { Question = text };
            }
            else if (analyzed.Terms.Where(term => TermAnalyzer.IsLatin(term) || TermAnalyzer.IsSingle(term)).All(TermAnalyzer.IsGeneric))
            {
                yield return new LintFinding(
                    LintRule.GenericQuestion, entry, $"'{text}' could ask about anything. Name what it is about.")
                { Question = text };
            }

            if (text != text.Trim())
            {
                yield return new LintFinding(
                    LintRule.SurroundingBlanks, entry, $"'{text}' has blanks around it. --fix takes them away.")
                { Question = text };
            }
        }
    }

    /// <summary>Entries that cannot answer, or do not now, and prompts that lead nowhere.</summary>
    public static IEnumerable<LintFinding> Reach(StoredQuestions questions)
    {
        IReadOnlyList<FaqEntry> entries = questions.Catalog.Entries;
        HashSet<string> prompted = new(entries.SelectMany(entry => entry.Prompts, (_, prompt) => prompt.EntryId), StringComparer.Ordinal);
        foreach (FaqEntry entry in entries)
        {
            if (entry.ContextOnly && !prompted.Contains(entry.Id))
            {
                yield return new LintFinding(LintRule.Unreachable, entry.Id,
                    "It answers only after an entry whose prompt leads to it, and none does. Add the prompt, or let it answer always.");
            }

            if (!questions.IsActive(entry))
            {
                yield return new LintFinding(
                    LintRule.Inactive, entry.Id,
                    !entry.Enabled ? "It is disabled." : entry.ValidUntil <= questions.Now
                        ? $"It expired at {entry.ValidUntil:u}." : $"It answers from {entry.ValidFrom:u} on.");
            }

            foreach (FollowUpPrompt prompt in entry.Prompts)
            {
                if (questions.Catalog.IndexOf(prompt.EntryId) is >= 0 and var target)
                {
                    if (questions.IsActive(entry) && !questions.IsActive(entries[target]))
                    {
                        yield return new LintFinding(LintRule.IdlePrompt, entry.Id,
                            $"The prompt '{prompt.Text}' leads to '{prompt.EntryId}', which does not answer now. Remove one or enable the "
                            + $"other.")
                        { OtherEntry = prompt.EntryId };
                    }
                }
                else
                {
                    yield return new LintFinding(LintRule.BrokenPrompt, entry.Id,
                        $"The prompt '{prompt.Text}' leads to '{prompt.EntryId}', which no entry is. Correct its id.")
                    {
                        OtherEntry =
                            prompt.EntryId
                    };
                }
            }
        }
    }

    /// <summary>Answers that lack a declared language.</summary>
    public static IEnumerable<LintFinding> Languages(KnowledgeBase knowledge)
    {
        foreach ((string? entry, LocalizedText text) in knowledge.Entries.Select(entry => ((string?)entry.Id, entry.Answer))
            .Prepend((null, knowledge.DefaultAnswer)))
        {
            string[] missing = text.Texts.ContainsKey(LocalizedText.AnyLanguage)
                ? [] : [.. knowledge.Languages.Where(language => !text.Texts.ContainsKey(language))];
            foreach (string language in missing)
            {
                bool hasOther = language.StartsWith("zh", StringComparison.Ordinal)
                    && text.Texts.Keys.Any(tag => tag.StartsWith("zh", StringComparison.Ordinal));
                yield return new LintFinding(
                    hasOther ? LintRule.OtherScript : LintRule.MissingLanguage, entry,
                    $"The {(entry is null ? "default answer" : "answer")} has no {language}: askers in it read "
                    + $"{(hasOther ? "the other script" : "another language")}. "
                    + "Write it, or take the language out of the knowledge base.");
            }
        }
    }

    /// <summary>Links that are no address.</summary>
    public static IEnumerable<LintFinding> Links(KnowledgeBase knowledge) =>
        from answer in MarkdownLinks.Of(knowledge)
        let fault = MarkdownLinks.FaultOf(answer.Address)
        where fault is not null
        select new LintFinding(LintRule.BrokenLink, answer.Entry, $"The link '{answer.Address}' {fault}.");
}
