using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Evaluation;

/// <summary><c>calibrate</c>: fits an encoder's confidence on labelled questions.</summary>
internal static class CalibrateCommand
{
    public static Command Create(TimeProvider time)
    {
        Option<string[]> faq = new("--faq")
        {
            Description = "Tab-separated files, with a header: entry, question. Several are knowledge bases of their own.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> queries = new("--queries")
        {
            Description = "Tab-separated files, with a header: question, entry. As many as --faq, in its order.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> foreign = new("--foreign")
        {
            Description = "Tab-separated files, with a header, whose first column holds questions of other fields.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> model = new("--model", "-m") { Description = "Folder of the encoder. Default: the bundled one." };
        Option<double?> precision = new("--precision") { Description = "Suggest the threshold that answers the most at this precision, 0 to 1." };
        Option<bool> reset = new("--reset") { Description = "With --kb: take the confidence away that was fitted for the knowledge base." };
        AskedKnowledgeOptions knowledge = new();
        RerankingOptions reranking = new();
        Option<string> output = new("--output", "-o") { Description = $"File to write. Default: {ConfidenceModel.FileName} in the encoder's folder." };
        Command command = new("calibrate", "Fit the confidence of an encoder on labelled questions, or with --kb that of one published knowledge base.")
        {
            faq, queries, foreign, model, output, precision, knowledge.KnowledgeBase, knowledge.Database, knowledge.Models, reset,
        };
        reranking.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(knowledge.KnowledgeBase) is not null)
            {
                await using AskedKnowledge own = await AskedKnowledge.OpenAsync(parsed, knowledge, cancellationToken);
                if (parsed.GetValue(reset))
                {
                    return KnowledgeBaseConfidence.Reset(own);
                }

                using LoadedReranker? reranker = reranking.Load(parsed, knowledge.Models);
                return await KnowledgeBaseConfidence.FitAsync(
                    own, parsed.GetValue(queries) ?? [], parsed.GetValue(foreign) ?? [], parsed.GetValue(precision), reranker?.Stage, time, cancellationToken);
            }

            string folder = parsed.GetValue(model) ?? ModelPlaces.Of(parsed.GetValue(knowledge.Models)).BundledModel();
            string[] stored = parsed.GetValue(faq)!, asked = parsed.GetValue(queries)!, others = parsed.GetValue(foreign)!;
            LabelledQuestions[] labelled = LabelledQuestions.Read(stored, asked, others);
            using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
            ConfidenceModel fitted = Fit(encoder, labelled, [.. stored, .. asked, .. others], parsed.GetValue(precision));
            fitted.Write(parsed.GetValue(output) ?? Path.Combine(folder, ConfidenceModel.FileName));
            Print(fitted, parsed.GetValue(precision));
            return ExitCode.Success;
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(precision) is { Tokens: [var token] } && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double wanted) && wanted is not (>= 0 and <= 1))
            {
                result.AddError("--precision must be 0 to 1.");
            }

            int stored = result.GetValue(faq)?.Length ?? 0, asked = result.GetValue(queries)?.Length ?? 0;
            if (result.GetValue(knowledge.KnowledgeBase) is not null)
            {
                foreach (Option option in new Option[] { faq, model, output }.Where(option => result.GetResult(option) is not null))
                {
                    result.AddError($"{option.Name} does not go with --kb.");
                }

                return;
            }

            foreach (Option option in new Option[] { faq, queries, foreign }.Where(option => result.GetResult(option) is null))
            {
                result.AddError($"Option '{option.Name}' is required.");
            }

            foreach (Option option in new Option[] { knowledge.Database, reset, reranking.Model }.Where(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError($"{option.Name} goes with --kb only.");
            }

            if (stored > 0 && asked > 0 && stored != asked)
            {
                result.AddError($"Found {stored} files after --faq and {asked} after --queries, expected as many.");
            }
        });
        return command;
    }

    private static ConfidenceModel Fit(TextEncoder encoder, LabelledQuestions[] labelled, string[] files, double? precision)
    {
        CalibrationSets sets = new(encoder);
        return Calibration.Fit([.. labelled.SelectMany(sets.Make)], keepNear: false) is { } fit
            ? fit.Model with
            {
                Fit = fit.Quality.ToReport([.. files.Select(file => Path.GetFileName(file))], HashOf(files)) with
                {
                    Suggested = precision is { } wanted ? ThresholdSuggestion.Of(fit.Quality.Judged, wanted) : null,
                },
            }
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

    /// <summary>Says how well a fit does, and the threshold that was asked for.</summary>
    internal static void Print(ConfidenceModel model, double? precision)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Fit!.Questions} questions, {model.Fit.Right:P1} right, log loss {model.Fit.LogLoss:0.000}, calibration error {model.Fit.CalibrationError:0.000}; "
            + $"cosines of unrelated questions {model.UnrelatedCosine:0.000}, of reworded ones {model.RelatedCosine:0.000}"));
        if (precision is { } wanted)
        {
            Console.Out.WriteLine(model.Fit.Suggested is { } suggested
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Threshold {suggested.Threshold:0.0000} for a precision of {wanted:P1}: answers {suggested.Coverage:P1} of the questions that an entry answers, {suggested.Precision:P1} of all answers right, on the questions of the fit")
                : string.Create(CultureInfo.InvariantCulture, $"No threshold has a precision of {wanted:P1} on the questions of the fit"));
        }
    }
}
