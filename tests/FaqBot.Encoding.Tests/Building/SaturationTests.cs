using FaqBot.Encoding.Building;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Building;

/// <summary>No product of bytes can saturate, on no processor: proved from the weights, so that none has to be at hand.</summary>
public sealed class SaturationTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("tiny-bert-zh", 12)]
    [InlineData("tiny-xlm-roberta", null)]
    [InlineData("tiny-bert-dense", null)]
    [InlineData("tiny-cross-encoder-bert", null)]
    [InlineData("tiny-cross-encoder-xlm-roberta", null)]
    [InlineData("all-MiniLM-L6-v2-f16", 24)]
    public void Built_int8_products_cannot_saturate(string name, int? products)
    {
        string checkpoint = Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", name, "config.json"))!;
        Build(checkpoint, name);
        IReadOnlyList<IntegerProduct> found = IntegerProduct.Read(_temporary.File($"{name}/model.onnx"));
        Assert.True(found.Count > 0 && found.Count == (products ?? found.Count), $"{found.Count} products");
        AssertSafe(found);
    }

    [Fact]
    public void Bundled_products_cannot_saturate()
    {
        IReadOnlyList<IntegerProduct> found = IntegerProduct.Read(Path.Combine(Repository.BundledModel, "model.onnx"));
        Assert.Equal(48, found.Count);
        AssertSafe(found);
    }

    [Fact]
    public void Products_of_the_bundled_judge_cannot_saturate()
    {
        byte[] stored = File.ReadAllBytes(Repository.PathOf("models", "faqbot-judge-zh-en", Judge.FileName));
        File.WriteAllBytes(_temporary.File("judge.onnx"), JudgeGraph.Quantize(stored)!);
        IReadOnlyList<IntegerProduct> found = IntegerProduct.Read(_temporary.File("judge.onnx"));
        Assert.Equal(22, found.Count);
        AssertSafe(found);
    }

    [Fact]
    public void Graph_without_weights_in_half_precision_stays_as_it_is()
    {
        byte[] stored = File.ReadAllBytes(Path.Combine(Repository.BundledModel, "model.onnx"));
        Assert.Null(JudgeGraph.Quantize(stored));
    }

    [Fact]
    public void Damaged_judge_is_refused()
    {
        byte[] stored = File.ReadAllBytes(Repository.PathOf("models", "faqbot-judge-zh-en", Judge.FileName));
        Assert.Throws<FormatException>(() => JudgeGraph.Quantize(stored.AsMemory()[..^1]));
    }

    [Fact]
    public void Hostile_weights_cannot_saturate()
    {
        // Every weight is a column's greatest, which plain rounding makes 127 throughout.
        CheckpointDraft draft = new() { Value = (_, random) => random < 0 ? -1 : 1 };
        Build(draft.Write(_temporary.File("in")), "out");
        IReadOnlyList<IntegerProduct> found = IntegerProduct.Read(_temporary.File("out/model.onnx"));
        Assert.NotEmpty(found);
        AssertSafe(found);
        Assert.Contains(found, product => product.Weights.Any(weight => Math.Abs((int)weight) >= 64));
    }

    [Fact]
    public void Pair_that_can_saturate_is_found()
    {
        Assert.Null(new IntegerProduct("safe", 4, 2, [127, 0, 1, -128, 64, -64, -64, 64], 128).Saturation());
        Assert.Equal(
            "unsafe: rows 2 and 3 of column 1 have magnitudes 64 and 65",
            new IntegerProduct("unsafe", 4, 2, [127, 0, 1, -128, 64, -64, -64, 65], 128).Saturation());
        Assert.NotNull(new IntegerProduct("odd", 3, 1, [0, 127, 127], 128) { Depth = 2, Weights = [127, 127] }.Saturation());
        Assert.Null(new IntegerProduct("odd", 3, 1, [0, 127, 127], 128).Saturation());
    }

    [Theory]
    [InlineData(0.4f, -0.6f, 0, -1)]
    [InlineData(64.4f, 63.7f, 64, 64)]
    [InlineData(64.6f, -64.6f, 64, -64)]
    [InlineData(127.4f, 5, 125, 3)]
    [InlineData(500, 0, 127, 0)]
    [InlineData(-500, 300, -127, 1)]
    public void Round_gives_the_nearest_pair_within_the_limit(float first, float second, float expectedFirst, float expectedSecond) =>
        Assert.Equal((expectedFirst, expectedSecond), PairLimit.Round(first, second));

    private void Build(string checkpoint, string output) => ModelBuilder.Build(
        checkpoint,
        _temporary.File(output),
        new BuildOptions { Weights = WeightFormat.Int8 },
        cancellationToken: TestContext.Current.CancellationToken);

    private static void AssertSafe(IReadOnlyList<IntegerProduct> products)
    {
        Assert.All(products, product => Assert.Null(product.Saturation()));
        Assert.All(products, product => Assert.Equal(128, product.InputZero));
    }
}
