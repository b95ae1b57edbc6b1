using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Files;
using FaqBot.Core.Linting;
using FaqBot.Core.Reporting;
using FaqBot.Core.Similarity;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Linting;

/// <summary><c>lint</c>: finds what is wrong, doubtful or in the way of others in a knowledge base.</summary>
internal static class LintCommand
{
    private const int MostOfAKind = FaultLines.MostOfAKind, Indent = 2;

    public static Command Create(TimeProvider time)
    {
        AskedKnowledgeOptions knowledge = new();
        Option<double> band = ShareOption.Create("--band", "Least similarity of near-duplicates, 0 to 1.", NearDuplicates.DefaultBand);
        Option<LintSeverity> severity = new("--severity")
        {
            Description = "Least severity to show: note, warning or error. Default: note.",
            DefaultValueFactory = _ => LintSeverity.Note
        };
        severity.CompletedBy<LintSeverity, LintSeverity>();
        Option<string[]> ignore = new("--ignore")
        {
            Description = "Findings not to show: rule, rule:entry, or rule:entry+other.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> ignoreFile = new("--ignore-file") { Description = "The same, one a line; '#' begins a remark." };
        Option<bool> checkLinks = new("--check-links")
        {
            Description =
                $"Ask the servers of links whether their pages are there: at most {LinkCheck.MostLinks} links, {LinkCheck.AtOnce} at once, "
                + $"{LinkCheck.Patience.TotalSeconds:0} seconds each.",
        };
        Option<bool> contrasts = new("--contrasts")
        {
            Description = "Show the contrasts that were found: words in which alone questions of different entries differ.",
        };
        Option<bool> all = new("--all") { Description = $"Show every finding, not the first {MostOfAKind} of a kind." };
        Option<string> json = new("--json") { Description = "File to write the findings to as JSON; '-': print it instead of tables." };
        Option<string> html = new("--html") { Description = "File to write the findings to as one page." };
        Option<ReportLanguage> language = ReportLanguageOption.Create();
        Option<bool> fix = new("--fix")
        {
            Description =
            "Mend what is certain first: blanks around questions, and alternates that repeat one letter by letter."
        };
        Option<string> output = new("--output", "-o") { Description = "Where --fix writes the mended file." };
        Option<bool> inPlace = new("--in-place") { Description = "Let --fix replace the file itself." };
        Command command = new("lint", "Find duplicates, contradictions, dead ends and other weaknesses of a knowledge base.")
        {
            band, severity, ignore, ignoreFile, checkLinks, contrasts, all, json, html, language, fix, output, inPlace,
        };
        knowledge.AddTo(command);
        command.Validators.Add(result =>
        {
            bool mends = result.GetValue(fix);
            if (mends && result.GetValue(knowledge.Input) is not [_])
            {
                result.AddError("--fix mends one file: name it with --input.");
            }

            if (mends && result.GetValue(output) is null == !result.GetValue(inPlace))
            {
                result.AddError("--fix needs either --output or --in-place.");
            }

            if (!mends && (result.GetValue(output) is not null || result.GetValue(inPlace)))
            {
                result.AddError("--output and --in-place belong to --fix.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            LintIgnoreList ignored = LintIgnoreList.Read("--ignore", parsed.GetValue(ignore) ?? [], parsed.GetValue(ignoreFile));
            string[] files = parsed.GetValue(knowledge.Input) ?? [];
            if (parsed.GetValue(fix))
            {
                files = [Mend(files[0], parsed.GetValue(output) ?? files[0])];
            }

            await using AskedKnowledge asked = await knowledge.OpenAsync(parsed, files, cancellationToken);
            IReadOnlyList<LintFinding> links = [];
            if (parsed.GetValue(checkLinks))
            {
                using HttpClient client = new() { Timeout = LinkCheck.Patience };
                links = await new LinkCheck(client).RunAsync(asked.Published.Catalog.Knowledge, cancellationToken);
            }

            LintReport report = await Task.Run(
                () => new Linter(asked.Published, time)
                    .Run(parsed.GetValue(band), parsed.GetValue(severity), ignored, links, cancellationToken), cancellationToken);
            if (parsed.GetValue(html) is { } page)
            {
                File.WriteAllText(page, LintPage.ToHtml(report, asked.Published.Catalog.Knowledge, parsed.GetValue(language)));
            }

            Report(report, parsed.GetValue(json), parsed.GetValue(contrasts), parsed.GetValue(all));
            return report.Findings.Any(finding => finding.Severity == LintSeverity.Error) ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    /// <summary>A kind of findings: its name, the first of them, and how many more there are.</summary>
    private static void Print(LintRule rule, LintFinding[] findings, int most)
    {
        ConsoleParagraph.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{rule.Severity.ToString().ToLowerInvariant()}: {rule.Id}: {rule.Title} ({findings.Length})"));
        foreach (LintFinding finding in findings.Take(most))
        {
            string about = string.Join(" + ", new[] { finding.Entry, finding.OtherEntry }.OfType<string>());
            string similarity = finding.Similarity is { } alike ? $" ({ConsoleTable.Text(alike, "0.00")})" : "";
            ConsoleParagraph.Write($"{about}{similarity}{(about.Length > 0 ? ": " : "")}{finding.Message}", Indent);
        }

        if (findings.Length > most)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {findings.Length - most} more; --all shows them"));
        }

        Console.Out.WriteLine();
    }

    private static string Mend(string source, string target)
    {
        foreach (string change in FileRepair.MendFile(source, target))
        {
            Console.Error.WriteLine($"{target}: {change}");
        }

        return target;
    }

    private static void Report(LintReport report, string? json, bool contrasts, bool all)
    {
        if (json == "-")
        {
            Console.Out.Write(report.ToJson());
            return;
        }

        if (json is not null)
        {
            File.WriteAllText(json, report.ToJson());
        }

        foreach (IGrouping<LintRule, LintFinding> group in report.Findings.GroupBy(finding => finding.Rule))
        {
            Print(group.Key, [.. group], all ? int.MaxValue : MostOfAKind);
        }

        if (contrasts)
        {
            ConsoleTable.Print(
                $"Contrasts ({report.Contrasts.Count})", ["#contrast", "word", "entry", "question"],
                report.Contrasts.SelectMany((contrast, i) => contrast.Words.Select(word => (string[])
                    [(i + 1).ToString(CultureInfo.InvariantCulture), word.Word, word.Entry, word.Question])));
        }

        ConsoleParagraph.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"'{report.KnowledgeBase}' version {report.Version}: {report.Findings.Count} findings, "
            + $"{report.Findings.Count(finding => finding.Severity == LintSeverity.Error)} of them errors; "
            + $"{report.Clusters.Count} clusters across entries"));
    }
}
