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
        Option<string[]> faq = new("--faq")
        {
            Description = "Tab-separated files, with a header: entry, question. Several are knowledge bases of their own.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> queries = new("--queries")
        {
            Description = "Tab-separated files, with a header: question, entry. As many as --faq, in its order.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
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
            string[] stored = parsed.GetValue(faq)!, asked = parsed.GetValue(queries)!, others = parsed.GetValue(foreign)!;
            LabelledQuestions[] labelled = LabelledQuestions.Read(stored, asked, others);
            using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
            ConfidenceModel fitted = Fit(encoder, labelled, [.. stored, .. asked, .. others]);
            fitted.Write(parsed.GetValue(output) ?? Path.Combine(folder, ConfidenceModel.FileName));
            Print(fitted);
            return ExitCode.Success;
        });
        command.Validators.Add(result =>
        {
            int stored = result.GetValue(faq)?.Length ?? 0, asked = result.GetValue(queries)?.Length ?? 0;
            if (stored > 0 && asked > 0 && stored != asked)
            {
                result.AddError($"Found {stored} files after --faq and {asked} after --queries, expected as many.");
            }
        });
        return command;
    }

    private static ConfidenceModel Fit(TextEncoder encoder, LabelledQuestions[] labelled, string[] files)
    {
        CalibrationSets sets = new(encoder);
        return Calibration.Fit([.. labelled.SelectMany(sets.Make)], keepNear: false) is { } fit
            ? fit.Model with { Fit = fit.Quality.ToReport([.. files.Select(file => Path.GetFileName(file))], HashOf(files)) }
            : throw new InvalidDataException(
                "Found no question that is answered right without being a stored one, expected at least 1 to fit the confidence on.");
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
        $"{model.Fit!.Questions} questions, {model.Fit.Right:P1} right, log loss {model.Fit.LogLoss:0.000}, calibration error {model.Fit.CalibrationError:0.000}; "
        + $"cosines of unrelated questions {model.UnrelatedCosine:0.000}, of reworded ones {model.RelatedCosine:0.000}"));
}
