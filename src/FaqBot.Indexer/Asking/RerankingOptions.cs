using System.CommandLine;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Asking;

/// <summary>The options that name a cross-encoder.</summary>
internal sealed class RerankingOptions
{
    private const int UsualTop = 5;

    public Option<string> Model { get; } = new("--reranker")
    {
        Description =
        "A cross-encoder that reads the best entries beside the question: organisation/name of an installed one, or its folder."
    };

    public Option<int> Top { get; } = new("--rerank-top")
    {
        Description =
            $"How many entries it reads, {Reranking.FewestEntries} to {Reranking.MostEntries}, as FaqBot:Answering:RerankTop. Default: "
            + $"{UsualTop}.",
        DefaultValueFactory = _ => UsualTop,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Model);
        command.Options.Add(Top);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Top) is { Implicit: false } top)
            {
                if (top.Tokens is [var token] && int.TryParse(token.Value, out int count)
                    && count is < Reranking.FewestEntries or > Reranking.MostEntries)
                {
                    result.AddError($"--rerank-top must be {Reranking.FewestEntries} to {Reranking.MostEntries}.");
                }

                if (result.GetResult(Model) is null)
                {
                    result.AddError("--rerank-top goes with --reranker only.");
                }
            }
        });
    }

    /// <summary>Loads the cross-encoder that a command line names.</summary>
    /// <returns>It; null when it names none.</returns>
    /// <exception cref="ModelException">It cannot be used.</exception>
    public LoadedReranker? Load(ParseResult parsed, Option<string> models)
    {
        if (parsed.GetValue(Model) is not { } named)
        {
            return null;
        }

        string folder = Directory.Exists(named)
            ? Path.GetFullPath(named) : ModelPlaces.Of(parsed.GetValue(models)).Library.Locate(named).Folder;
        return new LoadedReranker(CrossEncoder.Load(folder, new EncoderOptions()), parsed.GetValue(Top));
    }
}

/// <summary>A cross-encoder in memory with the stage that asks it.</summary>
internal sealed class LoadedReranker(CrossEncoder model, int top) : IDisposable
{
    /// <summary>The stage; nobody is waiting.</summary>
    public RerankingStage Stage { get; } = new(
        model.Identity,
        top,
        (query, texts, cancellationToken) =>
        {
            float[] scores = new float[texts.Count];
            model.Score(query, texts, scores, cancellationToken);
            return ValueTask.FromResult(scores);
        },
        Timeout.InfiniteTimeSpan,
        TimeProvider.System);

    /// <summary>The stage; says when the knowledge base has no calibration for it.</summary>
    public RerankingStage In(AskedKnowledge asked)
    {
        if (!Stage.IsCalibrated(asked.Published.Confidence))
        {
            string id = asked.Published.Catalog.Identity.KnowledgeBaseId;
            Console.Error.WriteLine(
                $"'{id}' has no calibration for {model.Identity.Display}: it is asked without reranking; run: calibrate --kb {id} "
                + $"--reranker FOLDER");
        }

        return Stage;
    }

    public void Dispose() => model.Dispose();
}
