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
                yield return new LintFinding(LintRule.ShortQuestion, entry, new(
                    $"'{text}' is too short to be told from others. Write a whole question.",
                    $"“{text}”太短，无法与别的问题区分。请写成完整的问题。",
                    $"「{text}」太短，無法與別的問題區分。請寫成完整的問題。"))
                { Question = text };
            }
            else if (analyzed.Terms.Where(term => TermAnalyzer.IsLatin(term) || TermAnalyzer.IsSingle(term)).All(TermAnalyzer.IsGeneric))
            {
                yield return new LintFinding(LintRule.GenericQuestion, entry, new(
                    $"'{text}' could ask about anything. Name what it is about.",
                    $"“{text}”可以指任何事。请写明问的是什么。",
                    $"「{text}」可以指任何事。請寫明問的是什麼。"))
                { Question = text };
            }

            if (text != text.Trim())
            {
                yield return new LintFinding(LintRule.SurroundingBlanks, entry, new(
                    $"'{text}' has blanks around it. --fix takes them away.",
                    $"“{text}”前后有空格。用 --fix 可以去掉。",
                    $"「{text}」前後有空格。用 --fix 可以去掉。"))
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
                yield return new LintFinding(LintRule.Unreachable, entry.Id, new(
                    "It answers only after an entry whose prompt leads to it, and none does. Add the prompt, or let it answer always.",
                    "它只在有提示指向它的条目之后回答，而没有这样的提示。请添加提示，或让它随时回答。",
                    "它只在有提示指向它的條目之後回答，而沒有這樣的提示。請加上提示，或讓它隨時回答。"));
            }

            if (!questions.IsActive(entry))
            {
                yield return new LintFinding(
                    LintRule.Inactive, entry.Id,
                    !entry.Enabled ? new("It is disabled.", "它已停用。", "它已停用。")
                        : entry.ValidUntil <= questions.Now
                        ? new($"It expired at {entry.ValidUntil:u}.", $"它已于 {entry.ValidUntil:u} 过期。", $"它已於 {entry.ValidUntil:u} 過期。")
                        : new(
                            $"It answers from {entry.ValidFrom:u} on.", $"它从 {entry.ValidFrom:u} 起才回答。", $"它從 {entry.ValidFrom:u} 起才回答。"));
            }

            foreach (FollowUpPrompt prompt in entry.Prompts)
            {
                if (questions.Catalog.IndexOf(prompt.EntryId) is >= 0 and var target)
                {
                    if (questions.IsActive(entry) && !questions.IsActive(entries[target]))
                    {
                        yield return new LintFinding(LintRule.IdlePrompt, entry.Id, new(
                            $"The prompt '{prompt.Text}' leads to '{prompt.EntryId}', which does not answer now. Remove one or enable the "
                            + "other.",
                            $"提示“{prompt.Text}”指向“{prompt.EntryId}”，它现在不回答。请删除提示，或启用该条目。",
                            $"提示「{prompt.Text}」指向「{prompt.EntryId}」，它現在不回答。請刪除提示，或啟用該條目。"))
                        { OtherEntry = prompt.EntryId };
                    }
                }
                else
                {
                    yield return new LintFinding(LintRule.BrokenPrompt, entry.Id, new(
                        $"The prompt '{prompt.Text}' leads to '{prompt.EntryId}', which no entry is. Correct its id.",
                        $"提示“{prompt.Text}”指向“{prompt.EntryId}”，没有这个条目。请改正编号。",
                        $"提示「{prompt.Text}」指向「{prompt.EntryId}」，沒有這個條目。請改正編號。"))
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
                    new(
                        $"The {(entry is null ? "default answer" : "answer")} has no {language}: askers in it read "
                        + $"{(hasOther ? "the other script" : "another language")}. "
                        + "Write it, or take the language out of the knowledge base.",
                        $"{(entry is null ? "默认答案" : "答案")}没有 {language}：用它提问的人会看到{(hasOther ? "另一种字形" : "另一种语言")}。"
                        + "请补上，或从知识库里去掉这种语言。",
                        $"{(entry is null ? "預設答案" : "答案")}沒有 {language}：用它提問的人會看到{(hasOther ? "另一種字形" : "另一種語言")}。"
                        + "請補上，或從知識庫裡去掉這種語言。"));
            }
        }
    }

    /// <summary>Links that are no address.</summary>
    public static IEnumerable<LintFinding> Links(KnowledgeBase knowledge) =>
        from answer in MarkdownLinks.Of(knowledge)
        let fault = MarkdownLinks.FaultOf(answer.Address)
        where fault is not null
        select new LintFinding(LintRule.BrokenLink, answer.Entry, MarkdownLinks.Said(answer.Address, fault.Value));
}
