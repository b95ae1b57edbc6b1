using System.Globalization;
using FaqBot.Core.Matching;

namespace FaqBot.Indexer.Evaluation;

/// <summary>How well a calibration does, in words.</summary>
internal static class CalibrationText
{
    /// <summary>Says how well a fit does, and the threshold that was asked for.</summary>
    public static void Print(ConfidenceModel model, double? precision)
    {
        FitReport fit = model.Fit!;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fit.Questions} questions, {fit.Right:P1} right, log loss {fit.LogLoss:0.000}, "
            + $"calibration error {fit.CalibrationError:0.000}; "
            + $"cosines of unrelated questions {model.UnrelatedCosine:0.000}, of reworded ones {model.RelatedCosine:0.000}"));
        if (fit.CrossValidated is { } unseen)
        {
            Print(unseen, precision);
        }
        else if (precision is { } wanted)
        {
            PrintOnFit(fit, wanted);
        }
    }

    /// <summary>On questions that each fold's fit has not seen: what <c>eval</c> says on others.</summary>
    private static void Print(CrossValidation unseen, double? precision)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"On labelled questions other than those of the fit ({unseen.Folds}-fold cross-validation): {unseen.Answerable} that an entry "
            + $"answers, {unseen.NearMisses} near misses, calibration error {unseen.CalibrationError:0.000}"));
        Console.Out.WriteLine($"Threshold in force {Say(unseen.InForce)}");
        if (precision is { } wanted)
        {
            Console.Out.WriteLine(unseen.Suggested is { } effect
                ? string.Create(CultureInfo.InvariantCulture, $"Threshold for a precision of {wanted:P1}: {Say(effect)}")
                : string.Create(CultureInfo.InvariantCulture, $"No threshold has a precision of {wanted:P1} on these questions"));
        }
    }

    private static string Say(ThresholdEffect effect) => string.Create(
        CultureInfo.InvariantCulture,
        $"{effect.Threshold:0.0000}: answers {Share(effect.Coverage)} of the questions that an entry answers and "
        + $"{Share(effect.NearMissesAnswered)} of the near misses, {Share(effect.Precision)} of all answers right");

    private static string Share(double? share) => share?.ToString("P1", CultureInfo.InvariantCulture) ?? "none";

    private static void PrintOnFit(FitReport fit, double wanted) => Console.Out.WriteLine(fit.Suggested is { } suggested
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Threshold {suggested.Threshold:0.0000} for a precision of {wanted:P1}: "
            + $"answers {suggested.Coverage:P1} of the questions that an entry answers, "
            + $"{suggested.Precision:P1} of all answers right, on the questions of the fit")
        : string.Create(CultureInfo.InvariantCulture, $"No threshold has a precision of {wanted:P1} on the questions of the fit"));

    /// <summary>Says how well a reranking does, or that a former one no longer counts.</summary>
    public static void Print(Reranking? reranking, Reranking? former)
    {
        if (reranking?.Fit is { } report)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Reranking of the {reranking.Top} best, on questions other than those of its fit: {report.Questions} questions, "
                + $"{report.RightBefore:P1} right before and {report.Right:P1} after, "
                + $"log loss {report.LogLossBefore:0.000} before and {report.LogLoss:0.000} after, "
                + $"calibration error {report.CalibrationError:0.000}"));
            Console.Out.WriteLine(reranking.IsNeutral
                ? "The cross-encoder does not help: it will not be asked"
                : "The cross-encoder helps: switch it on with FaqBot:Answering:RerankTop");
        }
        else if (former is not null)
        {
            Console.Out.WriteLine("The former calibration of a cross-encoder no longer counts; make one with --reranker");
        }
    }
}
