using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Building;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

/// <summary>A real cross-encoder in a running service, calibrated by the indexer beside it.</summary>
public sealed class RerankedReplyTests(SampleDatabase sample)
{
    private const string Question = "买的东西不想要了怎么退掉";

    private static readonly TimeSpan SomeSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Reply_is_reranked_once_its_knowledge_base_is_calibrated_and_equals_what_ask_shows()
    {
        using TemporaryFolder folder = new();
        string model = folder.File("cross-encoder"), database = await sample.CopyToAsync(folder.Path);
        ModelBuilder.Build(
            Repository.SharedFile("fixtures", "models", "tiny-cross-encoder-bert"), model, new BuildOptions { Weights = WeightFormat.Fp32 },
                cancellationToken: TestContext.Current.CancellationToken);
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Reranker:Folder", model), ("Answering:RerankTop", "4"), ("Answering:RerankPatience", "00:00:30"));
        double before = await ConfidenceAsync(service);
        Assert.Equal(["shop"],
            Regex.Matches(service.Log, "of '(shop)' is answered without reranking: it has no calibration for .*; run: calibrate --kb shop")
                .Select(match => match.Groups[1].Value));

        string fitted =
            await IndexerProcess.RunAsync("calibrate", "--kb", "shop", "--database", database, "--reranker", model, "--rerank-top", "4");
        Assert.Matches(
            @"Reranking of the 4 best, on questions other than those of its fit: 200 questions, [\d.]+ ?% right before and [\d.]+ ?% after, log loss", fitted);

        // Random weights are of no help: a say is given to them by hand.
        ConfidenceModel confidence;
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            confidence = ConfidenceModel.Parse(Assert.Single(store.FittedConfidences()).Confidence);
            confidence = confidence with
            {
                Reranking = confidence.Reranking! with
                {
                    Weight = 2,
                    Confidence = confidence.Reranking.Confidence with { Intercept = -0.5, Relevance = 1, Lead = 0.1 }
                }
            };
            store.Save(new FittedConfidence("shop", confidence.ToJson(), DateTimeOffset.UnixEpoch));
        }

        double plain = await ShownAsync(database), reranked = await ShownAsync(database, "--reranker", model, "--rerank-top", "4");
        Assert.NotEqual(plain, reranked);
        Assert.NotEqual(before, reranked);
        await Eventually.TrueAsync("the reply is reranked", SomeSeconds, async () => await ConfidenceAsync(service) == reranked);
    }

    private static async Task<double> ConfidenceAsync(ServiceProcess service) =>
        (await service.Client.PostOkAsync("api/v1/ask", new { question = Question, threshold = 0 })).GetProperty("confidence").GetDouble();

    private static async Task<double> ShownAsync(string database, params string[] options)
    {
        string shown = await IndexerProcess.RunAsync(["ask", Question, "--kb", "shop", "--database", database, "--json", .. options]);
        return JsonElement.Parse(shown).GetProperty("entries")[0].GetProperty("confidence").GetDouble();
    }
}
