using System.Numerics.Tensors;
using FaqBot.Encoding.Building;

namespace FaqBot.Encoding.Tests.Building;

/// <summary>Each pooling mode against the same arithmetic over the token vectors of another tool's export.</summary>
public sealed class PoolingGraphTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("cls")]
    [InlineData("mean")]
    [InlineData("max")]
    [InlineData("weightedmean")]
    [InlineData("lasttoken")]
    [InlineData("mean_sqrt_len_tokens")]
    public void Pool_mode_alone_and_padded_gives_its_arithmetic(string mode)
    {
        string source = Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", "tiny-bert-zh", "config.json"))!;
        string folder = Directory.CreateDirectory(_temporary.File(mode)).FullName;
        File.Copy(Path.Combine(source, "config.json"), Path.Combine(folder, "config.json"));
        File.Copy(Path.Combine(source, "model.safetensors"), Path.Combine(folder, "model.safetensors"));
        File.Copy(Path.Combine(source, "modules.json"), Path.Combine(folder, "modules.json"));
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), $$"""{"pooling_mode": "{{mode}}"}""");
        using BuiltModel model = BuiltModel.Build(_temporary, folder, WeightFormat.Fp32);
        using BuiltModel export = new(Repository.SharedFile("fixtures", "models", "tiny-bert-zh-exports", "hidden-state.onnx"));
        int[][] texts = [.. GoldenVector.Read("tiny-bert-zh").Select(line => line.Ids).Where(ids => ids.Length is > 2 and < 50).Take(20)];

        float[][] batch = model.Run(texts);
        for (int i = 0; i < texts.Length; i++)
        {
            float[] expected = Pool(mode, export.Run([texts[i]])[0], texts[i].Length);
            Assert.True(TensorPrimitives.Distance<float>(expected, batch[i]) < 1e-4f);
            Assert.True(TensorPrimitives.Distance<float>(expected, model.Run([texts[i]])[0]) < 1e-4f);
        }
    }

    private static float[] Pool(string mode, float[] tokens, int count)
    {
        float[][] rows = [.. tokens.Chunk(tokens.Length / count)];
        float[] pooled = mode switch
        {
            "cls" => rows[0],
            "lasttoken" => rows[^1],
            "max" => [.. rows[0].Select((_, component) => rows.Max(row => row[component]))],
            "weightedmean" => [.. rows[0].Select((_, component) => rows.Select((row, place) => row[component] * (place + 1)).Sum())],
            _ => [.. rows[0].Select((_, component) => rows.Sum(row => row[component]))],
        };
        TensorPrimitives.Divide(pooled, TensorPrimitives.Norm<float>(pooled), pooled);
        return pooled;
    }
}
