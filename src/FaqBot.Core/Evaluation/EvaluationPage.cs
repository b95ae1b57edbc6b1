using System.Globalization;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Reporting;

namespace FaqBot.Core.Evaluation;

/// <summary>Shows an evaluation as a page.</summary>
public static class EvaluationPage
{
    private const int MostMistakes = 200;

    /// <summary>Names of the columns of <see cref="Row"/>, but for the first.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["#questions", "#out of scope", "#accuracy", "#recall at 3", "#MRR", "#precision", "#coverage", "#wrongly answered",
            "#calibration error", "#scope AUC"];

    /// <summary>Figures as the cells of a row.</summary>
    /// <param name="scores">The figures.</param>
    /// <returns>A cell a column.</returns>
    public static string[] Row(Scores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return
        [
            Text(scores.Questions), Text(scores.OutOfScope), Percent(scores.Accuracy), Percent(scores.RecallAt3),
                Number(scores.MeanReciprocalRank),
            Percent(scores.Precision), Percent(scores.Coverage), Percent(scores.WronglyAnswered), Number(scores.CalibrationError),
                Number(scores.ScopeAuc),
        ];
    }

    /// <summary>Names of the columns of <see cref="DecisionRow"/>, but for the first.</summary>
    public static IReadOnlyList<string> DecisionColumns { get; } =
        ["#rightly answered", "#answered or suggested", "#near misses", "#answered", "#foreign", "#answered", "#several fit", "#offered",
            "#calibration error, near misses a third"];

    /// <summary>What was decided at the threshold, as the cells of a row.</summary>
    /// <param name="scores">The figures.</param>
    /// <returns>A cell a column.</returns>
    public static string[] DecisionRow(Scores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return
        [
            Percent(scores.RightlyAnswered), Percent(scores.Offered), Text(scores.NearMisses), Percent(scores.NearMissesAnswered),
            Text(scores.Foreign), Percent(scores.ForeignAnswered), Text(scores.Several), Percent(scores.SeveralOffered),
            Number(scores.NearMissCalibrationError),
        ];
    }

    /// <summary>Names of the columns of <see cref="KindRow"/>.</summary>
    public static IReadOnlyList<string> KindColumns { get; } =
        ["kind", "expected", "#asked", "#answered", "#rightly", "#answered or suggested", "#median confidence"];

    /// <summary>What was made of one kind, as the cells of a row.</summary>
    /// <param name="kind">The figures.</param>
    /// <returns>A cell a column.</returns>
    public static string[] KindRow(KindScores kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        bool isAnswerable = kind.Expected is Expectation.Answer or Expectation.Offer;
        return
        [
            kind.Kind, NameOf(kind.Expected), Text(kind.Asked), Text(kind.Answered), isAnswerable ? Halves(kind.Right) : "–",
            isAnswerable ? Halves(kind.Offered) : "–", Number(kind.MedianConfidence),
        ];
    }

    /// <summary>A test in words.</summary>
    /// <param name="test">The test.</param>
    /// <param name="first">What the first is called.</param>
    /// <param name="second">What the second is called.</param>
    /// <returns>A sentence.</returns>
    public static string Say(McNemarTest test, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(test);
        string chance = test.PValue < 0.0001 ? "p < 0.0001" : string.Create(CultureInfo.InvariantCulture, $"p = {test.PValue:0.0000}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Only {first} has {test.OnlyFirst} questions right, only {second} {test.OnlySecond}: {chance} (McNemar's exact test, "
            + $"two-sided), "
            + $"{(test.PValue < 0.05 ? "more than chance" : "which chance may explain")}.");
    }

    /// <summary>The page.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="knowledge">The knowledge base, whose questions stand beside the ids of entries; null: ids alone.</param>
    /// <param name="language">The language that it opens in; its reader can change it.</param>
    /// <returns>HTML, self-contained.</returns>
    public static string ToHtml(
        EvaluationReport report, KnowledgeBase? knowledge = null, ReportLanguage language = ReportLanguage.En)
    {
        ArgumentNullException.ThrowIfNull(report);
        EvaluatedSystem own = report.Systems[0];
        Dictionary<string, string> questions = (knowledge?.Entries ?? []).ToDictionary(entry => entry.Id, entry => entry.Question);
        string[] languages = [.. own.Languages.Keys];
        HtmlPage page = new HtmlPage(new(
            $"Evaluation of '{report.KnowledgeBase}', version {report.Version}", $"“{report.KnowledgeBase}”第 {report.Version} 版的评测"))
            .Verdict(EvaluationVerdict.Of(report), EvaluationVerdict.GradeOf(own.All))
            .Steps(EvaluationVerdict.Steps(report))
            .Paragraph(new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Questions.Count} labelled questions to {report.Entries} entries with {report.StoredQuestions} questions; "
                    + $"model {report.Model}; answers from confidence {report.Threshold} on. A question takes "
                    + $"{report.Time.Encoding:0.00} ms for its vector and {report.Time.Deciding:0.00} ms for all else (medians)."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Questions.Count} 个标注问题，{report.Entries} 个条目、{report.StoredQuestions} 条问法；模型 {report.Model}；置信度达到 "
                    + $"{report.Threshold} 才回答。一个问题取向量用 {report.Time.Encoding:0.00} 毫秒，其余 {report.Time.Deciding:0.00} 毫秒（中位数）。")))
            .Filter(
                new("Questions in", "显示哪种语言的问题"), [.. languages.Select(language => (language, (ReportText)language))])
            .Heading(new("Figures", "指标"), "figures")
            .Table(
                new("All questions, by way of matching", "全部问题，按匹配方式"), Named(["matching", .. Columns]),
                report.Systems.Select(system => Cells(Line(system.Name, system.All))))
            .Table(
                new("FaqBot's own matching, by language", "FaqBot 的匹配，按语言"), Named(["language", .. Columns]),
                own.Languages.Select(language => Cells(Line(language.Key, language.Value))), row => languages[row])
            .Table(
                new("FaqBot's own decisions at the threshold, by language", "FaqBot 在阈值处的决定，按语言"),
                Named(["language", .. DecisionColumns]),
                own.Languages.Select(language => Cells([language.Key, .. DecisionRow(language.Value)]))
                    .Prepend([new("all", "全部"), .. Cells(DecisionRow(own.All))]),
                row => row == 0 ? "all" : languages[row - 1]);
        if (own.Kinds.Count > 0)
        {
            page.Table(new("By kind of question", "按问题种类"), Named(KindColumns), own.Kinds.Select(kind => Cells(KindRow(kind))));
        }

        foreach ((EvaluatedSystem other, McNemarTest test) in report.Systems.Skip(1).Zip(report.AgainstOthers))
        {
            page.Paragraph($"{own.Name} against {other.Name}: {Say(test, own.Name, other.Name)}");
        }

        page.Heading(new("Plots", "图"), "plots").Charts(Calibration(own), Precision(report), Scope(report));
        page.Table(
            new("The calibration plot in figures", "校准图的数字"),
            Named(["#confidence from", "#questions", "#mean confidence", "#share right"]),
            own.Calibration.Select(bin => Cells([Number(bin.From), Text(bin.Questions), Number(bin.Confidence), Number(bin.Right)])));
        page.Heading(new("Thresholds", "阈值"), "thresholds").Table(
            new("What other thresholds would give", "换别的阈值会怎样"),
            Named(["#threshold", "#rightly answered", "#answered or suggested", "#precision", "#coverage", "#near misses answered"]),
            own.Thresholds.Select(at => Cells(
            [
                Number(at.Threshold), Percent(at.Right), Percent(at.Offered), Percent(at.Precision), Percent(at.Coverage),
                Percent(at.NearMissesAnswered),
            ])));
        page.Heading(new("Worst confusions", "最常认错的条目"), "confusions").Table(
            new("Entries that were taken for others", "被认成别的条目"),
            Named(["expected", "its question", "found", "its question", "#times", "for example"]),
            own.Confusions.Select(confusion => (ReportText[])
            [
                confusion.Expected ?? new ReportText("no entry", "没有条目"), TextOf(confusion.Expected), confusion.Found,
                TextOf(confusion.Found), Text(confusion.Count), confusion.Example,
            ]));
        (AskedQuestion Question, Outcome Outcome)[] mistakes =
        [
            .. report.Questions.Zip(own.Outcomes)
                .Where(item => !item.Second.IsRight && (item.First.Expected is not null || item.Second.Score >= report.Threshold))
                .OrderByDescending(item => item.Second.Score),
        ];
        return page.Heading(new("Mistakes", "错误"), "mistakes").Table(
            mistakes.Length > MostMistakes
                ? new($"The {MostMistakes} surest of {mistakes.Length}", $"{mistakes.Length} 个中最有把握的 {MostMistakes} 个")
                : new("The surest first", "最有把握的在前"),
            Named(["question", "language", "expected", "its question", "found", "its question", "#confidence", "#place of the expected"]),
            mistakes.Take(MostMistakes).Select(item => (ReportText[])
            [
                item.Question.Text, item.Question.Language, item.Question.Wanted, TextOf(item.Question.Expected),
                item.Outcome.Found ?? new ReportText("nothing", "没有"), TextOf(item.Outcome.Found), Number(item.Outcome.Score),
                item.Outcome.Rank == 0 ? "–" : Text(item.Outcome.Rank),
            ]),
            row => mistakes[row].Question.Language).Glossary(EvaluationWords.Glossary).ToHtml(language);

        string TextOf(string? entry) => entry is null ? "" : questions.GetValueOrDefault(entry, "");
    }

    private static ReportText[] Cells(IEnumerable<string> texts) => [.. texts.Select(text => (ReportText)text)];

    private static ReportText[] Named(IEnumerable<string> columns) => [.. columns.Select(EvaluationWords.Column)];

    private static string[] Line(string name, Scores scores) => [name, .. Row(scores)];

    private static LineChart Calibration(EvaluatedSystem own) => new(
        new("Calibration", "校准"),
        new($"On the dotted line confidence is honest; the expected calibration error is {Number(own.All.CalibrationError)}.",
            $"在虚线上置信度就是实际正确率；期望校准误差为 {Number(own.All.CalibrationError)}。"),
        new("confidence", "置信度"), new("share right", "正确率"),
        [(own.Name, [.. own.Calibration.Select(bin => (bin.Confidence, bin.Right))])],
        Diagonal: true, Dots: true);

    private static LineChart Precision(EvaluationReport report) => new(
        new("Precision and coverage", "准确率与覆盖率"),
        new($"At the threshold {Number(report.Threshold)} precision is {Percent(report.Systems[0].All.Precision)} and coverage "
            + $"{Percent(report.Systems[0].All.Coverage)}.",
            $"阈值为 {Number(report.Threshold)} 时，回答的准确率为 {Percent(report.Systems[0].All.Precision)}，覆盖率为 "
            + $"{Percent(report.Systems[0].All.Coverage)}。"),
        new("coverage", "覆盖率"), new("precision", "准确率"),
        [.. report.Systems.Take(4).Select(system => (system.Name, Points(system.Precision)))]);

    private static LineChart Scope(EvaluationReport report) => new(
        new("In scope against out of scope", "范围内与范围外"),
        report.Systems[0].All.ScopeAuc is { } area
            ? new($"Area under the curve of {report.Systems[0].Name}: {Number(area)}.", $"{report.Systems[0].Name} 的曲线下面积：{Number(area)}。")
            : new("There are no questions of both kinds.", "没有同时包含两类问题。"),
        new("out of scope above the threshold", "超过阈值的范围外问题"), new("in scope above the threshold", "超过阈值的范围内问题"),
        [.. report.Systems.Take(4).Select(system => (system.Name, Points(system.Scope)))],
        Diagonal: true);

    private static IReadOnlyList<(double X, double Y)> Points(IReadOnlyList<CurvePoint> curve) =>
        [.. curve.Select(point => (point.X, point.Y))];

    private static string NameOf(Expectation expected) => expected switch
    {
        Expectation.Answer => "an answer",
        Expectation.Offer => "suggestions",
        Expectation.NearMiss => "no answer (near miss)",
        Expectation.Foreign => "no answer (other field)",
        _ => "no answer",
    };

    private static string Halves(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double? share) =>
        share is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    private static string Number(double? number) => number?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
