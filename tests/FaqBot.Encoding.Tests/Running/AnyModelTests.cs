using System.Globalization;
using System.Text.Json;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

/// <summary>From text to vector, with folders of every kind, against the reference implementation.</summary>
public sealed class AnyModelTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("hidden-state.onnx", 1e-5f)]
    [InlineData("hidden-state-external.onnx", 1e-5f)]
    [InlineData("hidden-state-f16.onnx", 1e-3f)]
    [InlineData("sentence-embedding.onnx", 1e-5f)]
    public void Graph_that_others_exported_gives_the_reference_vectors(string file, float tolerance)
    {
        string folder = Copy("tiny-bert-zh", "model.safetensors");
        foreach (string export in Directory.EnumerateFiles(Fixture("tiny-bert-zh-exports", file), "*")
            .Where(path => !path.EndsWith(".onnx", StringComparison.Ordinal) || Path.GetFileName(path) == file))
        {
            File.Copy(export, Path.Combine(folder, Path.GetFileName(export)));
        }

        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions { File = file });
        AssertGolden("tiny-bert-zh", encoder, tolerance);
    }

    [Fact]
    public void Graph_with_weights_in_the_checkpoint_runs_where_it_lies()
    {
        using TextEncoder encoder = TextEncoder.Load(Fixture("all-MiniLM-L6-v2-f16", "model.onnx"), new EncoderOptions());
        Assert.Equal((384, 256), (encoder.Dimensions, encoder.MaxTokens));
        AssertGolden("all-MiniLM-L6-v2-f16", encoder, 1e-4f);
    }

    [Theory]
    [InlineData("tiny-bert-zh")]
    [InlineData("tiny-bert-dense")]
    [InlineData("tiny-xlm-roberta")]
    [InlineData("tiny-e5")]
    public void Built_graph_gives_the_reference_vectors_from_text(string model)
    {
        using TextEncoder encoder = TextEncoder.Load(Build(model, WeightFormat.Fp32), new EncoderOptions { Prompt = "" });
        AssertGolden(model, encoder, 1e-4f);
    }

    [Fact]
    public void Prompt_is_put_before_each_text_and_makes_another_encoder()
    {
        string folder = Build("tiny-e5", WeightFormat.Fp32);
        using TextEncoder plain = TextEncoder.Load(folder, new EncoderOptions { Prompt = "" });
        using TextEncoder prompted = TextEncoder.Load(folder, new EncoderOptions { Prompt = "query: " });
        float[] expected = new float[plain.Dimensions], found = new float[plain.Dimensions];
        plain.Encode("query: 怎么退货", expected);
        prompted.Encode("怎么退货", found);
        Assert.Equal(expected, found);
        Assert.NotEqual(plain.Identity.Fingerprint, prompted.Identity.Fingerprint);
    }

    [Fact]
    public void Fewer_tokens_than_the_model_takes_make_another_encoder()
    {
        string folder = Build("tiny-e5", WeightFormat.Fp32);
        using TextEncoder whole = TextEncoder.Load(folder, new EncoderOptions());
        using TextEncoder cut = TextEncoder.Load(folder, new EncoderOptions { MaxTokens = 8 });
        Assert.Equal(8, cut.Tokenize(new string('货', 100)).Length);
        Assert.NotEqual(whole.Identity.Fingerprint, cut.Identity.Fingerprint);
    }

    [Fact]
    public void Accelerator_that_is_not_there_leaves_the_work_to_the_processor_and_says_so()
    {
        string folder = Build("tiny-e5", WeightFormat.Fp32);
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions { Provider = ExecutionProvider.DirectML, Prompt = "" });
        Assert.StartsWith(
            "DirectML cannot be used, the processor computes instead: this build of ONNX Runtime has ", Assert.Single(encoder.Notices),
                StringComparison.Ordinal);
        AssertGolden("tiny-e5", encoder, 1e-4f);
    }

    [Fact]
    public void Static_vectors_give_the_reference_vectors()
    {
        using TextEncoder encoder = TextEncoder.Load(
            Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", "tiny-model2vec", "config.json"))!, new EncoderOptions());
        AssertGolden("tiny-model2vec", encoder, 1e-5f);
    }

    [Theory]
    [InlineData("tiny-cross-encoder-bert")]
    [InlineData("tiny-cross-encoder-xlm-roberta")]
    public void Cross_encoder_gives_the_reference_scores_alone_and_in_a_batch(string model)
    {
        using CrossEncoder encoder = CrossEncoder.Load(Build(model, WeightFormat.Fp32), new EncoderOptions());
        Pair[] pairs = [.. File.ReadLines(Repository.SharedFile("fixtures", "models", model, "golden.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Pair>(line, JsonSerializerOptions.Web)!)];
        Assert.NotEmpty(pairs);
        foreach (IGrouping<string, Pair> query in pairs.GroupBy(pair => pair.A))
        {
            string[] texts = [.. query.Select(pair => pair.B)];
            float[] together = new float[texts.Length], alone = new float[1];
            encoder.Score(query.Key, texts, together, TestContext.Current.CancellationToken);
            foreach ((int index, Pair pair) in query.Index())
            {
                encoder.Score(pair.A, [pair.B], alone, TestContext.Current.CancellationToken);
                Assert.Equal(pair.Logit, alone[0], 1e-4f);
                Assert.Equal(alone[0], together[index], 1e-5f);
            }
        }
    }

    [Fact]
    public void Word_vectors_cut_texts_at_the_most_probable_words()
    {
        string folder = Words("6 2", "退货 1 0", "怎么 0 1", "退 0.6 0.8", "货 0.8 0.6", "refund -1 0", "怎 0 -1");
        using TextEncoder encoder = TextEncoder.Load(folder, new EncoderOptions());
        Assert.Equal([2, 1], encoder.Tokenize("怎么退货"));
        float[] vectors = new float[6];
        encoder.Encode(["怎么退货", "refund, refund!", "未知"], vectors, null, TestContext.Current.CancellationToken);
        float half = MathF.Sqrt(0.5f);
        float[] expected = [half, half, -1, 0, 0, 0];
        Assert.All(expected.Zip(vectors), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Word_vectors_with_faults_are_refused_with_all_of_them()
    {
        string folder = Words("一 1 0", "二 1", "三 1 x", "四 NaN 0");
        Assert.Equal(
            $"The model in '{folder}' cannot be used:\n  - 'words.vec' line 2 has 1 numbers, expected 2 as before; it is cut off, or a "
            + $"word holds a blank\n"
            + "  - 'words.vec' line 3 holds something that is no finite number\n  - 'words.vec' line 4 holds something that is no finite "
            + "number",
            Assert.Throws<ModelException>(() => TextEncoder.Load(folder, new EncoderOptions())).Message);
    }

    private static void AssertGolden(string model, TextEncoder encoder, float tolerance)
    {
        GoldenText[] golden = GoldenText.Of(model);
        Assert.NotEmpty(golden);
        float[] together = new float[golden.Length * encoder.Dimensions], alone = new float[encoder.Dimensions];
        encoder.Encode([.. golden.Select(line => line.Text)], together, null, TestContext.Current.CancellationToken);
        foreach ((int index, GoldenText line) in golden.Index())
        {
            encoder.Encode(line.Text, alone);
            float distance =
                Math.Max(line.DistanceTo(alone), line.DistanceTo(together.AsSpan(index * encoder.Dimensions, encoder.Dimensions)));
            Assert.True(distance <= tolerance, string.Create(CultureInfo.InvariantCulture, $"{model} line {index + 1}: off by {distance}"));
        }
    }

    private static string Fixture(string model, string file) =>
        Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", model, file))!;

    private string Copy(string model, params string[] without)
    {
        string source = Fixture(model, "config.json"), target = _temporary.File(model);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(file => !without.Contains(Path.GetFileName(file))))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    private string Build(string model, WeightFormat weights)
    {
        string folder = _temporary.File($"{model}-built");
        ModelBuilder.Build(Fixture(model, "config.json"), folder, new BuildOptions { Weights = weights },
            cancellationToken: TestContext.Current.CancellationToken);
        return folder;
    }

    private string Words(params string[] lines)
    {
        string folder = Directory.CreateDirectory(_temporary.File("words")).FullName;
        File.WriteAllLines(Path.Combine(folder, "words.vec"), lines);
        return folder;
    }

    private sealed record Pair(string A, string B, float Logit);
}
