using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using FaqBot.Encoding;
using FaqBot.Installation;
using FaqBot.Matching;

namespace FaqBot.Indexer;

/// <summary><c>calibrate</c>: fits an encoder's confidence on labelled questions.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        Option<string> faq = new("--faq") { Description = "Tab-separated, with a header: entry, question.", Required = true };
        Option<string> queries = new("--queries") { Description = "Tab-separated, with a header: question, entry.", Required = true };
        Option<string[]> foreign = new("--foreign")
        {
            Description = "Tab-separated files, with a header, whose first column holds questions of other fields.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> model = new("--model", "-m") { Description = "Folder of the encoder. Default: the bundled one." };
        Option<string> output = new("--output", "-o") { Description = $"File to write. Default: {ConfidenceModel.FileName} in the encoder's folder." };
        Command command = new("calibrate", "Fit the confidence of an encoder on labelled questions.") { faq, queries, foreign, model, output };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(model) ?? Path.Combine(HomeFolder.Find(), HomeFolder.BundledModel);
            string[] files = [parsed.GetValue(faq)!, parsed.GetValue(queries)!, .. parsed.GetValue(foreign)!];
            LabelledQuestions labelled = LabelledQuestions.Read(files[0], files[1], files[2..]);
            using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
            ConfidenceModel fitted = Fit(encoder, labelled, files);
            fitted.Write(parsed.GetValue(output) ?? Path.Combine(folder, ConfidenceModel.FileName));
            Print(fitted);
            return ExitCode.Success;
        });
        return command;
    }

    private static ConfidenceModel Fit(TextEncoder encoder, LabelledQuestions labelled, string[] files)
    {
        (List<LabelledEvidence> samples, double right, double unrelated) = new ConfidenceSamples(encoder, labelled.Faq).Make(labelled);
        (double intercept, double cosine, double margin) = ConfidenceFit.Fit(samples);
        ConfidenceModel model = new()
        {
            ModelFingerprint = encoder.Identity.Fingerprint,
            Intercept = Math.Round(intercept, 6),
            CosineWeight = Math.Round(cosine, 6),
            MarginWeight = Math.Round(margin, 6),
            UnrelatedCosine = Math.Round(unrelated, 4),
        };
        (double, bool, double)[] predictions = [.. samples.Select(sample => (model.Of(sample.Evidence), sample.Right, sample.Weight))];
        return model with
        {
            Fit = new FitReport(
                [.. files.Select(file => Path.GetFileName(file))],
                HashOf(files),
                labelled.Queries.Count,
                Math.Round(right, 4),
                Math.Round(ConfidenceFit.LogLoss(predictions), 4),
                Math.Round(ConfidenceFit.CalibrationError(predictions), 4)),
        };
    }

    private static string HashOf(string[] files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Print(ConfidenceModel model) => Console.Out.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"confidence = logistic({model.Intercept:0.00} + {model.CosineWeight:0.00} cosine + {model.MarginWeight:0.00} margin); "
        + $"{model.Fit!.Questions} questions, {model.Fit.Right:P1} right, log loss {model.Fit.LogLoss:0.000}, calibration error {model.Fit.CalibrationError:0.000}"));
}
