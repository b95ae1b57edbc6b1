using System.Numerics.Tensors;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Tests.Building;

public sealed class GoldenModelTests : IDisposable
{
    private const string MiniLm = "all-MiniLM-L6-v2-f16";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("tiny-bert-zh")]
    [InlineData("tiny-bert-dense")]
    [InlineData("tiny-xlm-roberta")]
    [InlineData("tiny-e5")]
    [InlineData("tiny-cross-encoder-bert")]
    [InlineData("tiny-cross-encoder-xlm-roberta")]
    [InlineData(MiniLm)]
    public void Build_float_weights_give_the_golden_vectors(string name)
    {
        foreach (WeightFormat format in (WeightFormat[])[WeightFormat.Fp32, WeightFormat.Referenced])
        {
            using BuiltModel model = BuiltModel.Build(_temporary, Checkpoint(name), format);
            AssertClose(model, GoldenVector.Read(name), tolerance: 1e-4f);
        }
    }

    [Theory]
    [InlineData("tiny-bert-zh-f16", "tiny-bert-zh-f16")]
    [InlineData("tiny-bert-zh-bf16", "tiny-bert-zh-bf16")]
    [InlineData("tiny-bert-zh-sharded", "tiny-bert-zh")]
    public void Build_other_storage_gives_the_golden_vectors(string weights, string golden)
    {
        string folder = Compose("tiny-bert-zh", weights);
        foreach (WeightFormat format in (WeightFormat[])[WeightFormat.Fp32, WeightFormat.Referenced])
        {
            using BuiltModel model = BuiltModel.Build(_temporary, folder, format);
            AssertClose(model, GoldenVector.Read(golden), tolerance: 1e-4f);
        }
    }

    [Theory]
    [InlineData("tiny-bert-zh", 0.999f)]
    [InlineData("tiny-bert-dense", 0.999f)]
    [InlineData("tiny-xlm-roberta", 0.999f)]
    [InlineData("tiny-e5", 0.999f)]
    [InlineData(MiniLm, 0.997f)]
    public void Build_int8_weights_stay_close_to_the_golden_vectors(string name, float leastCosine)
    {
        using BuiltModel model = BuiltModel.Build(_temporary, Checkpoint(name), WeightFormat.Int8);
        float least =
            GoldenVector.Read(name).Min(line => TensorPrimitives.CosineSimilarity<float>(model.Run([line.Ids])[0], line.Expected));
        Assert.True(least >= leastCosine, $"least cosine {least}");
    }

    [Theory]
    [InlineData("tiny-cross-encoder-bert", "input_ids,attention_mask,token_type_ids")]
    [InlineData("tiny-cross-encoder-xlm-roberta", "input_ids,attention_mask")]
    public void Build_int8_cross_encoder_keeps_the_order_of_pairs(string name, string inputs)
    {
        using BuiltModel model = BuiltModel.Build(_temporary, Checkpoint(name), WeightFormat.Int8);
        Assert.Equal(inputs.Split(','), model.Inputs);
        Assert.Equal("logits", model.Output);
        AssertClose(model, GoldenVector.Read(name), tolerance: 0.05f);
    }

    [Theory]
    [InlineData("tiny-bert-zh", 0, WeightFormat.Int8)]
    [InlineData("tiny-xlm-roberta", 1, WeightFormat.Int8)]
    [InlineData("tiny-xlm-roberta", 1, WeightFormat.Fp32)]
    [InlineData(MiniLm, 0, WeightFormat.Int8)]
    [InlineData("tiny-cross-encoder-bert", 0, WeightFormat.Int8)]
    public void Build_text_alone_and_in_a_batch_give_the_same(string name, int padding, WeightFormat format)
    {
        using BuiltModel model = BuiltModel.Build(_temporary, Checkpoint(name), format);
        foreach (GoldenVector[] lines in GoldenVector.Read(name).Where(line => line.Ids.Length < 60).Take(64).Chunk(16))
        {
            float[][] batch = model.Run([.. lines.Select(line => line.Ids)], padding, [.. lines.Select(line => line.Types)]);
            for (int i = 0; i < lines.Length; i++)
            {
                float distance = TensorPrimitives.Distance<float>(model.Run([lines[i].Ids], padding, [lines[i].Types])[0], batch[i]);
                Assert.True(distance <= 1e-5f, $"text {i} of {lines.Length} differs by {distance}");
            }
        }
    }

    [Fact]
    public void Build_int8_is_a_quarter_of_the_size()
    {
        using BuiltModel model = BuiltModel.Build(_temporary, Checkpoint(MiniLm), WeightFormat.Int8);
        long bytes = new FileInfo(_temporary.File($"{MiniLm}-Int8/model.onnx")).Length;
        Assert.True(bytes < 22_713_216 * 1.06, $"{bytes} bytes for 22,713,216 weights");
    }

    [Fact]
    public void Build_folder_opens_with_its_checksums()
    {
        string folder = _temporary.File("built");
        ModelBuilder.Build(Checkpoint("tiny-e5"), folder, new BuildOptions(), cancellationToken: TestContext.Current.CancellationToken);

        ModelFolder opened = ModelFolder.Open(folder);
        Assert.Equal("model.onnx", opened.GraphFile);
        Assert.Equal(
            ["1_Pooling/config.json", "SHA256SUMS", "config.json", "config_sentence_transformers.json", "model.onnx", "modules.json",
                "sentence_bert_config.json", "sentencepiece.bpe.model", "tokenizer.json", "tokenizer_config.json"],
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(9, File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")).Length);
    }

    private static string Checkpoint(string name) =>
        Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", name, "config.json"))!;

    private static void AssertClose(BuiltModel model, IReadOnlyList<GoldenVector> golden, float tolerance)
    {
        Assert.NotEmpty(golden);
        foreach ((GoldenVector line, int index) in golden.Select((line, index) => (line, index)))
        {
            float[] found = model.Run([line.Ids], types: [line.Types])[0];
            Assert.Equal(line.Expected.Length, found.Length);
            float difference = line.Expected.Zip(found, (expected, value) => MathF.Abs(expected - value)).Max();
            Assert.True(difference <= tolerance, $"line {index + 1} differs by {difference}");
        }
    }

    /// <summary>The descriptions of one fixture with the weights of another.</summary>
    private string Compose(string descriptions, string weights)
    {
        string from = Checkpoint(descriptions);
        string folder = Directory.CreateDirectory(_temporary.File(weights)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        foreach (string name in (string[])["config.json", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json"])
        {
            File.Copy(Path.Combine(from, name), Path.Combine(folder, name));
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(from, "..", weights), "*safetensors*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
