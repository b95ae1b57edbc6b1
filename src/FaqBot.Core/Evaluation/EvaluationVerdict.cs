using System.Globalization;
using FaqBot.Core.Reporting;

namespace FaqBot.Core.Evaluation;

/// <summary>What an evaluation says in a sentence, and what to do about it.</summary>
internal static class EvaluationVerdict
{
    private const double GoodPrecision = 0.95, GoodAccuracy = 0.9, GoodCalibration = 0.05, ManyNearMisses = 0.2;
    private const int MostConfusions = 3;

    /// <summary>The verdict.</summary>
    public static ReportText Of(EvaluationReport report)
    {
        Scores all = report.Systems[0].All;
        string english = all.Accuracy is { } accuracy
            ? $"Of {all.Questions} questions with an answer {Percent(accuracy)} found it, and {Percent(all.RightlyAnswered)} were given it "
                + $"at once; of what was answered {Percent(all.Precision)} was right."
            : "No question has an entry that answers it: only what must not be answered was asked.";
        string chinese = all.Accuracy is { } right
            ? $"{all.Questions} 个有答案的问题中，{Percent(right)} 找到了正确条目，{Percent(all.RightlyAnswered)} 直接得到了正确回答；给出的回答中 "
                + $"{Percent(all.Precision)} 是对的。"
            : "没有问题标注了能回答它的条目：只问了不该回答的问题。";
        return all.NearMissesAnswered is { } answered
            ? new(
                $"{english} Of {all.NearMisses} near misses {Percent(answered)} were answered, though nothing answers them.",
                $"{chinese}{all.NearMisses} 个近似但无答案的问题中，{Percent(answered)} 被误答。")
            : new(english, chinese);
    }

    /// <summary>How grave the verdict is.</summary>
    public static string GradeOf(Scores all) =>
        all.Precision < GoodPrecision - 0.1 || all.Accuracy < GoodAccuracy - 0.2 ? "error"
        : all.Precision < GoodPrecision || all.Accuracy < GoodAccuracy || all.NearMissesAnswered > ManyNearMisses ? "warning"
        : "good";

    /// <summary>What to do next.</summary>
    public static (ReportText Text, string? About)[] Steps(EvaluationReport report)
    {
        EvaluatedSystem own = report.Systems[0];
        List<(ReportText, string?)> steps = [];
        foreach (Confusion confusion in own.Confusions.Where(one => one.Expected is not null).Take(MostConfusions))
        {
            steps.Add((
                new(
                    $"'{confusion.Example}' got '{confusion.Found}' instead of '{confusion.Expected}': add the wording to "
                    + $"'{confusion.Expected}', or as notThis to '{confusion.Found}'.",
                    $"“{confusion.Example}”得到了 {confusion.Found}，应为 {confusion.Expected}：把这个说法加到 {confusion.Expected}，或作为反例（notThis）加到 "
                    + $"{confusion.Found}。"),
                "confusions"));
        }

        if (own.All.NearMissesAnswered > ManyNearMisses)
        {
            steps.Add((
                new(
                    "Near misses are answered: write entries for them, name them as notThis, or ask for more confidence (thresholds "
                    + "below).",
                    "近似问题被误答：为它们写条目，列为反例（notThis），或提高阈值（见下）。"),
                "thresholds"));
        }

        if (own.All.CalibrationError > GoodCalibration)
        {
            steps.Add((
                new("Confidence is off: calibrate --kb with these questions.", "置信度不准：用这些问题运行 calibrate --kb。"), "plots"));
        }

        if (own.Languages.Count > 1 && own.Languages.Where(one => one.Value.Accuracy is not null)
            .MinBy(one => one.Value.Accuracy) is { Value.Accuracy: { } least } worst && least < own.All.Accuracy - 0.05)
        {
            steps.Add((
                new(
                    $"Questions in {worst.Key} fare worst ({Percent(least)}): add wordings in that language.",
                    $"{worst.Key} 的问题最差（{Percent(least)}）：补充这种语言的说法。"),
                "figures"));
        }

        return [.. steps];
    }

    private static string Percent(double? share) =>
        share is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";
}
