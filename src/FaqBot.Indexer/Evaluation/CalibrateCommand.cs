using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Evaluation;

/// <summary><c>calibrate</c>: fits the confidence of an encoder, or with <c>--kb</c> that of one published knowledge base.</summary>
internal sealed class CalibrateCommand
{
    private readonly Option<string[]> _faq = Files(
        "--faq", "Tab-separated files, with a header: entry, question. Several are knowledge bases of their own.");
    private readonly Option<string[]> _queries = Files(
        "--queries", "Tab-separated files, with a header: question, entry. As many as --faq, in its order. With --kb as eval reads them, "
            + "near misses ('-') included.");
    private readonly Option<string[]> _foreign = Files(
        "--foreign", "Tab-separated files, with a header, whose first column holds questions of other fields.");
    private readonly Option<string[]> _siblings = Files(
        "--siblings", "JSON Lines of sibling clusters, {\"l\": \"language\", \"c\": [[\"text\", …], …]}, of which near misses are learnt.");
    private readonly Option<string> _judge = new("--judge")
    {
        Description = "Folder of a judge that did not learn from the --siblings: fit the confidence where it takes part, too.",
    };

    private readonly Option<string> _model = new("--model", "-m") { Description = "Folder of the encoder. Default: the bundled one." };
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = $"File to write. Default: {ConfidenceModel.FileName} in the encoder's folder.",
    };

    private readonly Option<double?> _precision = new("--precision")
    {
        Description = "Suggest the threshold that answers the most at this precision, 0 to 1.",
    };

    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "With --kb: the threshold in force, to say what it gives, 0 to 1. Default: that of the service.",
    };

    private readonly Option<bool> _reset = new("--reset")
    {
        Description = "With --kb: take the confidence away that was fitted for the knowledge base.",
    };

    private readonly AskedKnowledgeOptions _knowledge = new();
    private readonly RerankingOptions _reranking = new();
    private readonly TimeProvider _time;

    private CalibrateCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time) => new CalibrateCommand(time).ToCommand();

    private static Option<string[]> Files(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private Command ToCommand()
    {
        Command command =
            new("calibrate", "Fit the confidence of an encoder on labelled questions, or with --kb that of one published knowledge base.")
        {
            _faq, _queries, _foreign, _siblings, _judge, _model, _output, _precision, _threshold, _knowledge.KnowledgeBase,
            _knowledge.Database, _knowledge.Models, _reset,
        };
        _reranking.AddTo(command);
        command.Validators.Add(CheckShares);
        command.Validators.Add(CheckTogether);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(_knowledge.KnowledgeBase) is null
            ? Task.FromResult(RunForEncoder(parsed))
            : RunForKnowledgeBaseAsync(parsed, cancellationToken));
        return command;
    }

    private void CheckShares(CommandResult result)
    {
        foreach (Option<double?> option in new[] { _precision, _threshold })
        {
            if (result.GetResult(option) is { Tokens: [var token] }
                && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double share) && share is not (>= 0 and <= 1))
            {
                result.AddError($"{option.Name} must be 0 to 1.");
            }
        }
    }

    /// <summary>Which options go together: an encoder needs all files, a knowledge base has its own.</summary>
    private void CheckTogether(CommandResult result)
    {
        if (result.GetValue(_knowledge.KnowledgeBase) is not null)
        {
            Option[] ofEncoders = [_faq, _siblings, _judge, _model, _output];
            foreach (Option option in ofEncoders.Where(option => result.GetResult(option) is not null))
            {
                result.AddError($"{option.Name} does not go with --kb.");
            }

            return;
        }

        foreach (Option option in new Option[] { _faq, _queries, _foreign }.Where(option => result.GetResult(option) is null))
        {
            result.AddError($"Option '{option.Name}' is required.");
        }

        Option[] ofKnowledgeBases = [_knowledge.Database, _threshold, _reset, _reranking.Model];
        foreach (Option option in ofKnowledgeBases.Where(option => result.GetResult(option) is { Implicit: false }))
        {
            result.AddError($"{option.Name} goes with --kb only.");
        }

        if (result.GetResult(_judge) is not null && result.GetResult(_siblings) is null)
        {
            result.AddError("--judge goes with --siblings only.");
        }

        int stored = result.GetValue(_faq)?.Length ?? 0, asked = result.GetValue(_queries)?.Length ?? 0;
        if (stored > 0 && asked > 0 && stored != asked)
        {
            result.AddError($"Found {stored} files after --faq and {asked} after --queries, expected as many.");
        }
    }

    private int RunForEncoder(ParseResult parsed)
    {
        double? precision = parsed.GetValue(_precision);
        string folder = parsed.GetValue(_model) ?? ModelPlaces.Of(parsed.GetValue(_knowledge.Models)).BundledModel();
        ConfidenceModel fitted = EncoderCalibration.Fit(
            folder, FilesOf(parsed) with { Siblings = parsed.GetValue(_siblings) ?? [] }, precision, parsed.GetValue(_judge));
        fitted.Write(parsed.GetValue(_output) ?? Path.Combine(folder, ConfidenceModel.FileName));
        CalibrationText.Print(fitted, precision);
        return ExitCode.Success;
    }

    private async Task<int> RunForKnowledgeBaseAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using AskedKnowledge own = await _knowledge.OpenAsync(parsed, cancellationToken);
        if (parsed.GetValue(_reset))
        {
            Console.Out.WriteLine(own.RemoveFit()
                ? $"'{own.Id}' answers with the confidence of its model again"
                : $"'{own.Id}' has no confidence of its own");
            return ExitCode.Success;
        }

        double? precision = parsed.GetValue(_precision);
        using LoadedReaders readers = _reranking.Load(parsed, _knowledge, own);
        MatchPolicy policy = new AnsweringOptions().ToPolicy().With(parsed.GetValue(_threshold));
        KnowledgeBaseCalibration calibration = new(own.Published, policy, _time)
        {
            Precision = precision,
            Reranking = readers.CrossEncoder,
            Judge = readers.Judge,
        };
        ConfidenceModel fitted =
            await calibration.FitAsync([.. own.QuestionsOfOthers], LabelledOf(parsed, own.Published), cancellationToken);
        own.Keep(fitted, _time.GetUtcNow());
        CalibrationText.Print(fitted, precision);
        CalibrationText.Print(fitted.Reranking, own.Published.Confidence.Reranking);
        Console.Out.WriteLine($"'{own.Id}' answers with it from now on; take it away with --reset");
        return ExitCode.Success;
    }

    private IReadOnlyList<EvaluationQuestion> LabelledOf(ParseResult parsed, PublishedCatalog published)
    {
        CalibrationFiles files = FilesOf(parsed);
        return files.Queries.Count + files.Foreign.Count == 0
            ? [] : EvaluationFiles.Read(files.Queries, files.Foreign, 1, published.Catalog.Knowledge);
    }

    private CalibrationFiles FilesOf(ParseResult parsed) =>
        new(parsed.GetValue(_faq) ?? [], parsed.GetValue(_queries) ?? [], parsed.GetValue(_foreign) ?? []);
}
