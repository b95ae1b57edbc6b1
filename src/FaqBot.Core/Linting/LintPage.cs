using System.Globalization;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Reporting;

namespace FaqBot.Core.Linting;

/// <summary>Shows findings as a page.</summary>
public static class LintPage
{
    private static readonly (ReportText Word, ReportText Meaning)[] Glossary =
    [
        (new("error", "错误"), new("Something does not work for customers.", "顾客用不了的地方。")),
        (new("warning", "警告"), new("Customers may get a wrong answer, or none.", "顾客可能得到错误的答案，或得不到答案。")),
        (new("note", "提示"), new("Worth knowing; may well be meant so.", "值得知道，也可能是有意为之。")),
        (new("similarity", "相似度"), new(
            "How alike two questions are in meaning, 0 to 1; from 0.5 on they may well ask the same.",
            "两个问题意思有多近，0 到 1；0.5 以上就可能在问同一件事。")),
        (new("wording", "问法"), new("One of the questions of an entry: its own or an alternate.", "条目的一个问题：主问题或其他说法。")),
        (new("cluster", "聚类"), new("Questions of several entries that mean about the same.", "不同条目里意思相近的一组问法。")),
        (new("contrast", "区别词"), new(
            "Words in which alone questions of different entries differ.", "不同条目的问题只在这些词上不同。")),
    ];

    /// <summary>The page.</summary>
    /// <param name="report">The findings.</param>
    /// <param name="knowledge">The knowledge base, whose questions stand beside the ids of entries; null: ids alone.</param>
    /// <param name="language">The language that it opens in; its reader can change it.</param>
    /// <returns>HTML, self-contained.</returns>
    public static string ToHtml(
        LintReport report, KnowledgeBase? knowledge = null, ReportLanguage language = ReportLanguage.En)
    {
        ArgumentNullException.ThrowIfNull(report);
        Dictionary<string, string> questions = (knowledge?.Entries ?? []).ToDictionary(entry => entry.Id, entry => entry.Question);
        IGrouping<LintRule, LintFinding>[] groups = [.. report.Findings.GroupBy(finding => finding.Rule)];
        HtmlPage page = new HtmlPage(new(
            $"Findings in '{report.KnowledgeBase}', version {report.Version}", $"“{report.KnowledgeBase}”第 {report.Version} 版的检查结果"))
            .Verdict(VerdictOf(report), GradeOf(report))
            .Steps([.. groups.Where(group => group.Key.Severity != LintSeverity.Note)
                .Select(group => (StepOf(group), (string?)group.Key.Id))])
            .Filter(
                new("Show", "显示"),
                [.. groups.Select(group => group.Key.Severity).Distinct()
                    .Select(severity => (SeverityOf(severity), LintAdvice.NameOf(severity)))])
            .Table(
                new("Findings by rule", "按规则统计"),
                [new("severity", "级别"), new("rule", "规则"), new("what it finds", "检查什么"), new("#findings", "#数量")],
                groups.Select(group => (ReportText[])
                    [LintAdvice.NameOf(group.Key.Severity), group.Key.Id, LintAdvice.TitleOf(group.Key), Text(group.Count())]),
                row => SeverityOf(groups[row].Key.Severity));
        foreach (IGrouping<LintRule, LintFinding> group in groups)
        {
            string kind = SeverityOf(group.Key.Severity);
            ReportText title = LintAdvice.TitleOf(group.Key);
            page.Heading(
                    new($"{title.English} ({kind})", $"{title.Chinese}（{LintAdvice.NameOf(group.Key.Severity).Chinese}）"), group.Key.Id)
                .Paragraph(LintAdvice.Of(group.Key))
                .Table(
                    group.Key.Id,
                    [new("entry", "条目"), new("question", "问题"), new("other entry", "另一条目"), new("its question", "它的问题"),
                        new("#similarity", "#相似度"), new("finding", "说明")],
                    group.Select(finding => (ReportText[])
                    [
                        finding.Entry ?? "", TextOf(finding.Question, finding.Entry), finding.OtherEntry ?? "",
                        TextOf(finding.OtherQuestion, finding.OtherEntry),
                        finding.Similarity?.ToString("0.00", CultureInfo.InvariantCulture) ?? "", finding.Text.Reported,
                    ]),
                    _ => kind);
        }

        if (report.Clusters.Count > 0)
        {
            page.Heading(new("Clusters", "聚类"), "clusters").Table(
                new(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Questions of several entries with a similarity of {report.Band} and more to the first of their cluster"),
                    string.Create(CultureInfo.InvariantCulture, $"与聚类中第一个问题相似度达到 {report.Band} 的不同条目的问题")),
                [new("#cluster", "#聚类"), new("entry", "条目"), new("question", "问题"), new("#similarity", "#相似度")],
                report.Clusters.SelectMany((cluster, i) => cluster.Questions.Select(question => (ReportText[])
                [
                    Text(i + 1), question.Entry, question.Text, question.Similarity.ToString("0.00", CultureInfo.InvariantCulture),
                ])));
        }

        if (report.Contrasts.Count > 0)
        {
            page.Heading(new("Contrasts", "区别词"), "contrasts").Table(
                new(
                    "Words that make different questions, found in questions of different entries that are otherwise the same",
                    "让问题不同的词：不同条目的问题只在这些词上不同"),
                [new("#contrast", "#组"), new("word", "词"), new("entry", "条目"), new("question", "问题")],
                report.Contrasts.SelectMany((contrast, i) =>
                    contrast.Words.Select(word => (ReportText[])[Text(i + 1), word.Word, word.Entry, word.Question])));
        }

        return page.Glossary(Glossary).ToHtml(language);

        string TextOf(string? question, string? entry) => question ?? (entry is null ? "" : questions.GetValueOrDefault(entry, ""));
    }

    private static ReportText VerdictOf(LintReport report)
    {
        int errors = Count(LintSeverity.Error), warnings = Count(LintSeverity.Warning), notes = Count(LintSeverity.Note);
        return errors > 0
            ? new($"{errors} errors keep parts of the knowledge base from working; beside them {warnings} warnings and {notes} notes.",
                $"有 {errors} 个错误，部分内容不起作用；另有 {warnings} 个警告、{notes} 个提示。")
            : warnings > 0
                ? new($"Everything works. {warnings} warnings tell where customers may get a wrong answer; {notes} notes.",
                    $"没有错误。{warnings} 个警告指出顾客可能得到错误答案的地方；{notes} 个提示。")
                : new($"Nothing to mend. {notes} notes.", $"没有需要修改的地方。{notes} 个提示。");

        int Count(LintSeverity severity) => report.Findings.Count(finding => finding.Severity == severity);
    }

    private static string GradeOf(LintReport report) => report.Findings.Count == 0 ? "good" : report.Findings.Max(finding =>
        finding.Severity) switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "good",
    };

    private static ReportText StepOf(IGrouping<LintRule, LintFinding> group)
    {
        (ReportText title, ReportText advice) = (LintAdvice.TitleOf(group.Key), LintAdvice.Of(group.Key));
        return new($"{title.English} ({group.Count()}): {advice.English}", $"{title.Chinese}（{group.Count()}）：{advice.Chinese}");
    }

    private static string SeverityOf(LintSeverity severity) => severity.ToString().ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
