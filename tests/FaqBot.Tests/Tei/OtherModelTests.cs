using System.Net;
using System.Text.Json;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.Running;
using FaqBot.Tests.Embedding;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Tei;

/// <summary>What only other models can: token vectors, prompts, judging pairs.</summary>
public sealed class OtherModelTests(SampleDatabase sample)
{
    private const double Tolerance = 1e-3;

    [Fact]
    public async Task Cross_encoder_judges_pairs_as_the_reference_does()
    {
        string checkpoint = Repository.SharedFile("fixtures", "models", "tiny-cross-encoder-bert");
        using TemporaryFolder folder = new();
        string model = folder.File("reranker");
        ModelBuilder.Build(
            checkpoint, model, new BuildOptions { Weights = WeightFormat.Fp32 }, cancellationToken: TestContext.Current.CancellationToken);
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Reranker:Folder", model));
        JsonElement[] golden =
        [
            .. File.ReadLines(Path.Combine(checkpoint, "golden.jsonl")).Select(line => JsonElement.Parse(line))
                .Where(pair => pair.GetProperty("a").GetString()!.Length > 0 && pair.GetProperty("b").GetString()!.Length > 0).Take(20),
        ];
        foreach (JsonElement pair in golden)
        {
            string query = pair.GetProperty("a").GetString()!, text = pair.GetProperty("b").GetString()!;
            JsonElement reply = await service.Client.PostOkAsync("rerank", new { query, texts = new[] { text }, raw_scores = true });
            Assert.Equal(pair.GetProperty("logit").GetDouble(), reply[0].GetProperty("score").GetDouble(), Tolerance);
        }

        string[] texts = [.. golden.Select(pair => pair.GetProperty("b").GetString()!)];
        JsonElement ranked = await service.Client.PostOkAsync("rerank", new { query = "怎么退货", texts, return_text = true });
        double[] scores = [.. ranked.EnumerateArray().Select(rank => rank.GetProperty("score").GetDouble())];
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        Assert.All(ranked.EnumerateArray(), rank =>
            Assert.Equal(texts[rank.GetProperty("index").GetInt32()], rank.GetProperty("text").GetString()));
        (HttpStatusCode status, JsonElement error) = await service.Client.PostJsonAsync(
            "rerank", new { query = "a", texts = new[] { "b", string.Concat(Enumerable.Repeat("退 ", 600)) }, truncate = false });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("texts[1]:", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_that_gives_token_vectors_gives_one_for_each_token()
    {
        using TemporaryFolder folder = new();
        string model = folder.File("model");
        CopyFiles(Repository.SharedFile("fixtures", "models", "tiny-bert-zh"), model);
        File.Copy(
            Repository.SharedFile("fixtures", "models", "tiny-bert-zh-exports", "hidden-state.onnx"), Path.Combine(model, "model.onnx"));
        using TextEncoder encoder = TextEncoder.Load(model, new EncoderOptions());
        WriteConfidence(model, encoder);
        await using ServiceProcess service = await StartAsync(folder, model);
        JsonElement reply = await service.Client.PostOkAsync("embed_all", new { inputs = new[] { "怎么退货", "发票" } });
        Assert.Equal(2, reply.GetArrayLength());
        Assert.Equal(encoder.Tokenize("怎么退货").Length, reply[0].GetArrayLength());

        // This model's sentence vector is that of its first token.
        float[] first = reply[0][0].Floats();
        float norm = MathF.Sqrt(first.Sum(component => component * component));
        float[] expected = new float[encoder.Dimensions];
        encoder.Encode("怎么退货", expected);
        EmbeddingService.AssertNear(expected, [.. first.Select(component => component / norm)]);
        (HttpStatusCode status, JsonElement error) =
            await service.Client.PostJsonAsync("embed_all", new { inputs = Enumerable.Repeat("怎么退货", 2000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("expected at most 8192 in one request", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_is_put_before_the_text()
    {
        using TemporaryFolder folder = new();
        string model = folder.File("model");
        ModelBuilder.Build(Repository.SharedFile("fixtures", "models", "tiny-e5"), model, new BuildOptions { Weights = WeightFormat.Fp32 },
            cancellationToken: TestContext.Current.CancellationToken);
        using TextEncoder encoder = TextEncoder.Load(model, new EncoderOptions());
        WriteConfidence(model, encoder);
        await using ServiceProcess service = await StartAsync(folder, model);
        Assert.NotEmpty(encoder.Modules.Prompts);
        foreach ((string name, string prompt) in encoder.Modules.Prompts)
        {
            using TextEncoder prompting = TextEncoder.Load(model, new EncoderOptions { Prompt = prompt });
            float[] expected = new float[prompting.Dimensions];
            prompting.Encode("怎么退货", expected);
            EmbeddingService.AssertNear(
                expected, (await service.Client.PostOkAsync("embed", new { inputs = "怎么退货", prompt_name = name }))[0].Floats());
        }

        (HttpStatusCode status, JsonElement error) =
            await service.Client.PostJsonAsync("embed", new { inputs = "a", prompt_name = "nothing" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains($"known are {string.Join(", ", encoder.Modules.Prompts.Keys.Order(StringComparer.Ordinal))}",
            error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static Task<ServiceProcess> StartAsync(TemporaryFolder folder, string model) => ServiceProcess.StartReadyAsync(
        ("Storage:Path", folder.File("faq.db")),
        ("Encoder:Folder", model),
        ("Knowledge:Files:0", new KnowledgeDraft("shop", new DraftEntry("a", "How are you?", "Well.")).Write(folder.File("shop.json"))));

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void WriteConfidence(string model, TextEncoder encoder) =>
        (ConfidenceModel.Parse(File.ReadAllText(Path.Combine(Repository.BundledModel, ConfidenceModel.FileName))) with
        {
            ModelFingerprint = encoder.Identity.Fingerprint,
            UnrelatedCosine = 0.6,
            RelatedCosine = 0.8,
            EvenCosine = 0.7,
            Judging = null,
        }).Write(Path.Combine(model, ConfidenceModel.FileName));
}
