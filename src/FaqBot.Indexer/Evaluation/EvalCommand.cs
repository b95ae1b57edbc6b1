using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Reporting;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Evaluation;

/// <summary><c>eval</c>: asks labelled questions of a knowledge base, or compares two such runs.</summary>
internal static class EvalCommand
{
    private const int MostChanges = 30;

    public static Command Create(TimeProvider time)
    {
        Argument<string[]> questions = new("questions")
        {
            Description =
                "Tab-separated files with a header: question, entry ('-': none answers, '?a|b': to be offered), perhaps language, "
                + "perhaps kind; or batch tests of QnA Maker.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        AskedKnowledgeOptions knowledge = new();
        Option<string[]> foreign = new("--foreign")
        {
            Description = "Tab-separated files, with a header, whose first column holds questions that no entry answers.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<double> foreignShare = ShareOption.Create("--foreign-share",
            "Most that the foreign questions make of all, 0 to 1; of more an even choice is taken.", ConfidenceFit.OutOfScopeShare);
        Option<double> threshold =
            ShareOption.Create("--threshold", "Least confidence of an answer, 0 to 1.", new AnsweringOptions().AnswerThreshold);
        Option<bool> baselines = new("--baselines") { Description = "Ask cosine alone and BM25 alone beside." };
        Option<string> json = new("--json") { Description = "File to write the whole report to, for --compare." };
        Option<string> html = new("--html") { Description = "File to write the report to as one page with plots." };
        Option<ReportLanguage> language = ReportLanguageOption.Create();
        Option<string[]> compare = new("--compare")
        {
            Description = "Two files of --json, the earlier first: shows what got better and worse, and whether by more than chance.",
            AllowMultipleArgumentsPerToken = true,
        };
        RerankingOptions reranking = new();
        EvalGoalOptions goals = new();
        Command command = new("eval", "Measure answers on labelled questions.") { questions, foreign, foreignShare, threshold, baselines,
            json, html, language, compare };
        knowledge.AddTo(command);
        reranking.AddTo(command);
        goals.AddTo(command);
        command.Validators.Add(result =>
        {
            int files = result.GetValue(questions)?.Length ?? 0, reports = result.GetValue(compare)?.Length ?? 0;
            if (reports is not 0 and not 2)
            {
                result.AddError($"Found {reports} files after --compare, expected 2.");
            }
            else if (files == 0 == (reports == 0))
            {
                result.AddError("Expected files of labelled questions, or --compare with two reports.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(compare) is [var first, var second])
            {
                PrintComparison(first, second);
                return ExitCode.Success;
            }

            await using AskedKnowledge asked = await knowledge.OpenAsync(parsed, cancellationToken);
            KnowledgeBase owned = asked.Published.Catalog.Knowledge;
            EvaluationQuestion[] labelled =
            [
                .. EvaluationFiles.Read(
                    parsed.GetValue(questions)!, parsed.GetValue(foreign) ?? [], parsed.GetValue(foreignShare), owned),
                .. EvaluationFiles.CounterExamplesOf(owned),
            ];
            MatchPolicy policy = new AnsweringOptions().ToPolicy().With(parsed.GetValue(threshold));
            using LoadedReaders readers = reranking.Load(parsed, knowledge, asked);
            Evaluator evaluator = new(asked.Published, policy, time) { Stages = readers.In(asked) };
            EvaluationReport report = await Task.Run(
                () => evaluator.RunAsync(labelled, parsed.GetValue(baselines), null, cancellationToken), cancellationToken);
            Print(report);
            Write(parsed.GetValue(json), report.ToJson);
            Write(parsed.GetValue(html), () => EvaluationPage.ToHtml(report, owned, parsed.GetValue(language)));
            return Judge(goals.Read(parsed), report.Systems[0].All);
        });
        return command;
    }

    private static int Judge(EvaluationGoals goals, Scores scores)
    {
        IReadOnlyList<string> missed = goals.Missed(scores);
        foreach (string goal in missed)
        {
            Console.Error.WriteLine(goal);
        }

        return missed.Count > 0 ? ExitCode.GoalMissed : ExitCode.Success;
    }

    private static void Write(string? path, Func<string> text)
    {
        if (path is not null)
        {
            File.WriteAllText(path, text());
        }
    }

    private static void Print(EvaluationReport report)
    {
        EvaluatedSystem own = report.Systems[0];
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"'{report.KnowledgeBase}' version {report.Version}, {report.Entries} entries, {report.StoredQuestions} questions; "
            + $"{report.Questions.Count} labelled questions; answers from {report.Threshold} on; "
            + $"encoding {report.Time.Encoding:0.00} ms, deciding {report.Time.Deciding:0.00} ms (medians)"));
        ConsoleTable.Print(
            "", ["matching", "language", .. EvaluationPage.Columns],
            [
                .. report.Systems.Select(system => (string[])[system.Name, "all", .. EvaluationPage.Row(system.All)]),
                .. own.Languages.Select(language => (string[])[own.Name, language.Key, .. EvaluationPage.Row(language.Value)]),
            ]);
        ConsoleTable.Print(
            "Decisions at the threshold", ["language", .. EvaluationPage.DecisionColumns],
            [
                ["all", .. EvaluationPage.DecisionRow(own.All)],
                .. own.Languages.Select(language => (string[])[language.Key, .. EvaluationPage.DecisionRow(language.Value)]),
            ]);
        if (own.Kinds.Count > 0)
        {
            ConsoleTable.Print("By kind of question", EvaluationPage.KindColumns, own.Kinds.Select(EvaluationPage.KindRow));
        }

        foreach ((EvaluatedSystem other, McNemarTest test) in report.Systems.Skip(1).Zip(report.AgainstOthers))
        {
            Console.Out.WriteLine($"{own.Name} against {other.Name}: {EvaluationPage.Say(test, own.Name, other.Name)}");
        }

        if (own.Confusions.Count > 0)
        {
            ConsoleTable.Print(
                "Worst confusions", ["expected", "found", "#times", "for example"],
                own.Confusions.Take(10)
                    .Select(item => (string[])[item.Expected ?? "no entry", item.Found, ConsoleTable.Text(item.Count, "0"), item.Example]));
        }
    }

    private static void PrintComparison(string firstFile, string secondFile)
    {
        EvaluationReport first = EvaluationReport.Read(firstFile), second = EvaluationReport.Read(secondFile);
        Comparison comparison = Comparison.Of(first, second);
        string[] names = ["the first", "the second"];
        ConsoleTable.Print(
            "", ["report", .. EvaluationPage.Columns],
            [[firstFile, .. EvaluationPage.Row(first.Systems[0].All)], [secondFile, .. EvaluationPage.Row(second.Systems[0].All)]]);
        PrintChanges("Better", comparison.Better);
        PrintChanges("Worse", comparison.Worse);
        Console.Out.WriteLine($"Both right: {comparison.BothRight}. Questions that the reports do not share: {comparison.NotShared}.");
        Console.Out.WriteLine($"Best entry: {EvaluationPage.Say(comparison.Accuracy, names[0], names[1])}");
        Console.Out.WriteLine(
            $"Right answer at the threshold, or none where none is right: {EvaluationPage.Say(comparison.Answers, names[0], names[1])}");
    }

    private static void PrintChanges(string title, IReadOnlyList<ChangedQuestion> changes) => ConsoleTable.Print(
        changes.Count > MostChanges ? $"{title}: {changes.Count}, of which {MostChanges}" : $"{title}: {changes.Count}",
        ["question", "expected", "found before", "#score", "found after", "#score"],
        changes.Take(MostChanges).Select(item => (string[])
        [
            item.Question.Text, item.Question.Expected ?? "no entry", item.Before.Found
                ?? "nothing", ConsoleTable.Text(item.Before.Score, "0.0000"),
            item.After.Found ?? "nothing", ConsoleTable.Text(item.After.Score, "0.0000"),
        ]));
}
