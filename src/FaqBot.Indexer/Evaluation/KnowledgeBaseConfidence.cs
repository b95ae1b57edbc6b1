using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Evaluation;

/// <summary><c>calibrate --kb</c>: the confidence of one published knowledge base.</summary>
internal static class KnowledgeBaseConfidence
{
    /// <summary>Fits it and keeps it in the database, where a running service finds it at its next look.</summary>
    public static async Task<int> FitAsync(
        AskedKnowledge own, string[] queries, string[] foreign, double? precision, RerankingStage? reranking, TimeProvider time, CancellationToken cancellationToken)
    {
        FaqCatalog catalog = own.Published.Catalog;
        string id = catalog.Identity.KnowledgeBaseId;
        IReadOnlyList<EvaluationQuestion> labelled = queries.Length + foreign.Length == 0 ? [] : EvaluationFiles.Read(queries, foreign, 1, catalog.Knowledge);
        string[] others = [.. own.Catalogs.All.Where(other => other.Key != id).SelectMany(other => other.Value.Questions.Select(question => question.Text))];
        ConfidenceModel fitted = await KnowledgeBaseCalibration.FitAsync(own.Published, others, labelled, precision, reranking, cancellationToken);
        own.Store.Save(new FittedConfidence(id, fitted.ToJson(), time.GetUtcNow()));
        CalibrateCommand.Print(fitted, precision);
        Print(fitted.Reranking, own.Published.Confidence.Reranking);
        Console.Out.WriteLine($"'{id}' answers with it from now on; take it away with --reset");
        return ExitCode.Success;
    }

    private static void Print(Reranking? reranking, Reranking? former)
    {
        if (reranking?.Fit is { } report)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Reranking of the {reranking.Top} best, on questions other than those of its fit: {report.Questions} questions, {report.RightBefore:P1} right before and {report.Right:P1} after, "
                + $"log loss {report.LogLossBefore:0.000} before and {report.LogLoss:0.000} after, calibration error {report.CalibrationError:0.000}"));
            Console.Out.WriteLine(reranking.IsNeutral ? "The cross-encoder does not help: it will not be asked" : "The cross-encoder helps: switch it on with FaqBot:Answering:RerankTop");
        }
        else if (former is not null)
        {
            Console.Out.WriteLine("The former calibration of a cross-encoder no longer counts; make one with --reranker");
        }
    }

    /// <summary>Takes it away: that of the model counts again.</summary>
    public static int Reset(AskedKnowledge own)
    {
        string id = own.Published.Catalog.Identity.KnowledgeBaseId;
        Console.Out.WriteLine(own.Store.RemoveFittedConfidence(id) ? $"'{id}' answers with the confidence of its model again" : $"'{id}' has no confidence of its own");
        return ExitCode.Success;
    }
}
