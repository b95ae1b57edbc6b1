using System.Globalization;
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
    /// <returns>HTML, self-contained.</returns>
    public static string ToHtml(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        EvaluatedSystem own = report.Systems[0];
        HtmlPage page = new HtmlPage($"Evaluation of '{report.KnowledgeBase}', version {report.Version}")
            .Paragraph(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Questions.Count} labelled questions to {report.Entries} entries with {report.StoredQuestions} questions; model "
                + $"{report.Model}; answers from confidence "
                + $"{report.Threshold} on. A question takes {report.Time.Encoding:0.00} ms for its vector and {report.Time.Deciding:0.00} "
                + $"ms for all else (medians)."))
            .Heading("Figures")
            .Table("All questions, by way of matching", ["matching", .. Columns],
                report.Systems.Select(system => Line(system.Name, system.All)))
            .Table("FaqBot's own matching, by language", ["language", .. Columns],
                own.Languages.Select(language => Line(language.Key, language.Value)))
            .Table("FaqBot's own decisions at the threshold, by language", ["language", .. DecisionColumns],
                own.Languages.Select(language => (string[])[language.Key, .. DecisionRow(language.Value)])
                    .Prepend(["all", .. DecisionRow(own.All)]));
        if (own.Kinds.Count > 0)
        {
            page.Table("By kind of question", KindColumns, own.Kinds.Select(KindRow));
        }

        foreach ((EvaluatedSystem other, McNemarTest test) in report.Systems.Skip(1).Zip(report.AgainstOthers))
        {
            page.Paragraph($"{own.Name} against {other.Name}: {Say(test, own.Name, other.Name)}");
        }

        page.Heading("Plots").Charts(Calibration(own), Precision(report), Scope(report));
        page.Table(
            "The calibration plot in figures", ["#confidence from", "#questions", "#mean confidence", "#share right"],
            own.Calibration.Select(bin => new[] { Number(bin.From), Text(bin.Questions), Number(bin.Confidence), Number(bin.Right) }));
        page.Table(
            "What other thresholds would give",
            ["#threshold", "#rightly answered", "#answered or suggested", "#precision", "#coverage", "#near misses answered"],
            own.Thresholds.Select(at => new[]
            {
                Number(at.Threshold), Percent(at.Right), Percent(at.Offered), Percent(at.Precision), Percent(at.Coverage),
                Percent(at.NearMissesAnswered),
            }));
        page.Heading("Worst confusions").Table(
            "Entries that were taken for others", ["expected", "found", "#times", "for example"],
            own.Confusions.Select(confusion =>
                new[] { confusion.Expected ?? "no entry", confusion.Found, Text(confusion.Count), confusion.Example }));
        (AskedQuestion Question, Outcome Outcome)[] mistakes =
        [
            .. report.Questions.Zip(own.Outcomes)
                .Where(item => !item.Second.IsRight && (item.First.Expected is not null || item.Second.Score >= report.Threshold))
                .OrderByDescending(item => item.Second.Score),
        ];
        return page.Heading("Mistakes").Table(
            mistakes.Length > MostMistakes ? $"The {MostMistakes} surest of {mistakes.Length}" : "The surest first",
            ["question", "language", "expected", "found", "#confidence", "#place of the expected"],
            mistakes.Take(MostMistakes).Select(item => new[]
            {
                item.Question.Text, item.Question.Language, item.Question.Wanted, item.Outcome.Found ?? "nothing",
                Number(item.Outcome.Score), item.Outcome.Rank == 0 ? "–" : Text(item.Outcome.Rank),
            })).ToHtml();
    }

    private static string[] Line(string name, Scores scores) => [name, .. Row(scores)];

    private static LineChart Calibration(EvaluatedSystem own) => new(
        "Calibration",
        $"On the dotted line confidence is honest; the expected calibration error is {Number(own.All.CalibrationError)}.",
        "confidence", "share right",
        [(own.Name, [.. own.Calibration.Select(bin => (bin.Confidence, bin.Right))])],
        Diagonal: true, Dots: true);

    private static LineChart Precision(EvaluationReport report) => new(
        "Precision and coverage",
        $"At the threshold {Number(report.Threshold)} precision is {Percent(report.Systems[0].All.Precision)} and coverage "
        + $"{Percent(report.Systems[0].All.Coverage)}.",
        "coverage", "precision",
        [.. report.Systems.Take(4).Select(system => (system.Name, Points(system.Precision)))]);

    private static LineChart Scope(EvaluationReport report) => new(
        "In scope against out of scope",
        report.Systems[0].All.ScopeAuc is { } area
            ? $"Area under the curve of {report.Systems[0].Name}: {Number(area)}." : "There are no questions of both kinds.",
        "out of scope above the threshold", "in scope above the threshold",
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
