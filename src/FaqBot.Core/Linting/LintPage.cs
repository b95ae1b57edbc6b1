using System.Globalization;
using FaqBot.Core.Reporting;

namespace FaqBot.Core.Linting;

/// <summary>Shows findings as a page.</summary>
public static class LintPage
{
    /// <summary>The page.</summary>
    /// <param name="report">The findings.</param>
    /// <returns>HTML, self-contained.</returns>
    public static string ToHtml(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        HtmlPage page = new HtmlPage($"Findings in '{report.KnowledgeBase}', version {report.Version}").Table(
            "Findings by rule", ["severity", "rule", "what it finds", "#findings"],
            report.Findings.GroupBy(finding => finding.Rule)
                .Select(group => new[] { SeverityOf(group.Key), group.Key.Id, group.Key.Title, Text(group.Count()) }));
        foreach (IGrouping<LintRule, LintFinding> group in report.Findings.GroupBy(finding => finding.Rule))
        {
            page.Heading($"{group.Key.Id} ({SeverityOf(group.Key)})").Table(
                group.Key.Title, ["entry", "other entry", "#similarity", "finding"],
                group.Select(finding => new[]
                {
                    finding.Entry ?? "", finding.OtherEntry ?? "", finding.Similarity?.ToString("0.00", CultureInfo.InvariantCulture)
                        ?? "", finding.Message,
                }));
        }

        if (report.Clusters.Count > 0)
        {
            page.Heading("Clusters").Table(
                string.Create(CultureInfo.InvariantCulture,
                    $"Questions of several entries with a similarity of {report.Band} and more to the first of their cluster"),
                ["#cluster", "entry", "question", "#similarity"],
                report.Clusters.SelectMany((cluster, i) => cluster.Questions.Select(question => new[]
                {
                    Text(i + 1), question.Entry, question.Text, question.Similarity.ToString("0.00", CultureInfo.InvariantCulture),
                })));
        }

        if (report.Contrasts.Count > 0)
        {
            page.Heading("Contrasts").Table(
                "Words that make different questions, found in questions of different entries that are otherwise the same",
                ["#contrast", "word", "entry", "question"],
                report.Contrasts.SelectMany((contrast, i) =>
                    contrast.Words.Select(word => new[] { Text(i + 1), word.Word, word.Entry, word.Question })));
        }

        return page.ToHtml();
    }

    private static string SeverityOf(LintRule rule) => rule.Severity.ToString().ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
