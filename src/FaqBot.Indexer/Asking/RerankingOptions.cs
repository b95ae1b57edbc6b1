using System.CommandLine;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Asking;

/// <summary>The options that say what reads the best entries beside the question.</summary>
internal sealed class RerankingOptions
{
    private const int UsualTop = 5;
    private const long JudgeCacheBytes = 64L << 20;

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

    public Option<bool> WithoutJudge { get; } = new("--without-judge")
    {
        Description = "Ask without the judge that reads the best entries beside the question.",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Model);
        command.Options.Add(Top);
        command.Options.Add(WithoutJudge);
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

    /// <summary>Loads what reads the best entries beside the question: the bundled judge where it fits, and the cross-encoder that is
    /// named.</summary>
    /// <returns>The readers.</returns>
    /// <exception cref="ModelException">One cannot be used.</exception>
    public LoadedReaders Load(ParseResult parsed, AskedKnowledgeOptions knowledge, AskedKnowledge asked)
    {
        ModelPlaces places = ModelPlaces.Of(parsed.GetValue(knowledge.Models));
        CrossEncoder? model = parsed.GetValue(Model) is not { } named ? null : CrossEncoder.Load(
            Directory.Exists(named) ? Path.GetFullPath(named) : places.Library.Locate(named).Folder, new EncoderOptions());
        QuestionJudge? judge = parsed.GetValue(WithoutJudge) || places.FindJudge() is not { } folder
            ? null : QuestionJudge.Load(folder, asked.Published.Encoder, new EncoderOptions(), JudgeCacheBytes);
        return new LoadedReaders(model, parsed.GetValue(Top), judge);
    }
}

/// <summary>What reads the best entries beside the question, in memory with the stages that ask it.</summary>
internal sealed class LoadedReaders(CrossEncoder? model, int top, QuestionJudge? judge) : IDisposable
{
    /// <summary>Asks the cross-encoder; null when none was named. Nobody is waiting.</summary>
    public RerankingStage? CrossEncoder { get; } = model is null ? null : new RerankingStage(
        model.Identity,
        top,
        (catalog, asked, rows, cancellationToken) =>
        {
            float[] scores = new float[rows.Count];
            model!.Score(asked.Text, Reranking.TextsOf(catalog, rows), scores, cancellationToken);
            return ValueTask.FromResult(scores);
        },
        Timeout.InfiniteTimeSpan,
        TimeProvider.System);

    /// <summary>Asks the judge; null where none reads the encoder's states.</summary>
    public RerankingStage? Judge { get; } = judge is null ? null : new RerankingStage(
        judge.Identity, PairReading.MostEntries, judge.ScoreAsync, Timeout.InfiniteTimeSpan, TimeProvider.System);

    /// <summary>The stages, the one to prefer first; says when the knowledge base has no calibration for a cross-encoder.</summary>
    public IReadOnlyList<RerankingStage> In(AskedKnowledge asked)
    {
        if (CrossEncoder is { } stage && !stage.IsCalibrated(asked.Published.Confidence))
        {
            string id = asked.Published.Catalog.Identity.KnowledgeBaseId;
            Console.Error.WriteLine(
                $"'{id}' has no calibration for {stage.Model.Display}: it is asked without reranking; run: calibrate --kb {id} "
                + $"--reranker FOLDER");
        }

        return [.. new[] { CrossEncoder, Judge }.OfType<RerankingStage>()];
    }

    public void Dispose()
    {
        model?.Dispose();
        judge?.Dispose();
    }
}
