using FaqBot.Core.Reporting;

namespace FaqBot.Core.Linting;

/// <summary>What rules are called and what to do about their findings, for readers of the page.</summary>
internal static class LintAdvice
{
    private static readonly Dictionary<string, (string Title, ReportText Advice)> ByRule = new(StringComparer.Ordinal)
    {
        [LintRule.SameQuestion.Id] = ("不同条目有同一个问题（只是字形不同）", new(
            "Keep the question in one of the entries.", "只在一个条目里保留这个问题。")),
        [LintRule.NearDuplicate.Id] = ("不同条目里意思相近的问法", new(
            "Move the question to the entry that should answer it, merge the entries, or word both so that they differ.",
            "把问法移到该回答它的条目，合并两个条目，或改写得有区别。")),
        [LintRule.Contradiction.Id] = ("问法相近而答案互相矛盾", new(
            "Read both answers: one is out of date, or the questions are about different things and should say so.",
            "对照两个答案：要么一个已过时，要么问的是两件事，应在问法里写明。")),
        [LintRule.NearerElsewhere.Id] = ("不存这条问法就会由别的条目回答", new(
            "Customers who put it a little differently get the other entry. Add wordings, or move the question.",
            "顾客换个说法就会得到别的答案。补充问法，或把它移过去。")),
        [LintRule.NeverWins.Id] = ("只有原话才能命中的条目", new(
            "Add the words that customers use, or merge the entry with the one that wins.",
            "加上顾客的说法，或并入更常命中的条目。")),
        [LintRule.Unreachable.Id] = ("只在上下文中回答，却没有提示指向它", new(
            "Let a prompt lead to the entry, or take contextOnly away.", "加一个指向它的提示，或去掉 contextOnly。")),
        [LintRule.Inactive.Id] = ("停用、过期或尚未生效的条目", new(
            "Nothing to do if it is meant so; delete what will never answer again.", "若是有意为之则无需处理；不再使用的可以删除。")),
        [LintRule.BrokenPrompt.Id] = ("指向不存在条目的提示", new("Correct its entry or remove the prompt.", "改正它指向的条目，或删除这个提示。")),
        [LintRule.IdlePrompt.Id] = ("指向当前不回答的条目的提示", new(
            "Enable the entry or remove the prompt.", "启用该条目，或删除这个提示。")),
        [LintRule.ShortQuestion.Id] = ("只有一个字或一个词的问法", new(
            "Write the question that customers mean by it.", "写成顾客真正想问的完整问题。")),
        [LintRule.GenericQuestion.Id] = ("没有说明问什么的问法", new(
            "Say what the question is about.", "写明问的是什么。")),
        [LintRule.SurroundingBlanks.Id] = ("前后有空格的问法", new("lint --fix takes them away.", "用 lint --fix 去掉。")),
        [LintRule.MissingLanguage.Id] = ("缺少已声明语言的答案", new(
            "Write the answer in that language, or take the language out of languages.", "补上该语言的答案，或从 languages 里去掉它。")),
        [LintRule.OtherScript.Id] = ("只有另一种中文字形的答案", new(
            "Readers of the other script get this one, which they can read; write their own where it matters.",
            "用另一种字形的读者会看到这一种，读得懂；重要的答案再补。")),
        [LintRule.ContradictingSynonyms.Id] = ("同义词与区别词矛盾", new(
            "Take one of the words out of the group.", "把其中一个词移出这一组。")),
        [LintRule.FarCounterExample.Id] = ("离条目很远的反例", new(
            "It changes nothing there; remove it, or look whether it belongs to another entry.", "在这里不起作用；删除，或看看是否属于别的条目。")),
        [LintRule.BrokenLink.Id] = ("不是网址的链接", new("Correct the address.", "改正网址。")),
        [LintRule.DeadLink.Id] = ("页面已不存在的链接", new("Link to the page that there is now.", "换成现在的页面。")),
        [LintRule.UncheckedLink.Id] = ("没能检查的链接", new("Check again later.", "稍后再检查。")),
    };

    /// <summary>What a rule finds.</summary>
    public static ReportText TitleOf(LintRule rule) => new(rule.Title, ByRule[rule.Id].Title);

    /// <summary>What to do about its findings.</summary>
    public static ReportText Of(LintRule rule) => ByRule[rule.Id].Advice;

    /// <summary>A severity as the page says it.</summary>
    public static ReportText NameOf(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => new("error", "错误"),
        LintSeverity.Warning => new("warning", "警告"),
        _ => new("note", "提示"),
    };
}
