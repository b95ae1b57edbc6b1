using FaqBot.Encoding.Building;
using FaqBot.Encoding.Operators;
using FaqBot.Encoding.Weights;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Tests.Operators;

/// <summary>The operators as ONNX Runtime calls them.</summary>
public sealed class RowOperatorsTests
{
    [Fact]
    public void Input_that_does_not_fit_fails_the_run_and_not_the_process()
    {
        using InferenceSession session = Session(new ConstantTensor(TensorType.Float32, [2], new byte[8]));
        OnnxRuntimeException thrown = Assert.Throws<OnnxRuntimeException>(() => Run(session, [1, 3]));
        Assert.Contains("expected 1", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<OnnxRuntimeException>(() => Run(session, [1, 3]));
    }

    [Fact]
    public async Task Runs_at_once_do_not_disturb_each_other()
    {
        using InferenceSession session = Session(new ConstantTensor(TensorType.Float32, [1], new byte[4]));
        float[] alone = Run(session, [10, 64]);
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Enumerable.Range(0, 50).Select(_ => Run(session, [10, 64])).Last(), TestContext.Current.CancellationToken)));
        Assert.All(together, found => Assert.Equal(alone, found));
        Assert.Equal(10, alone.Length);
    }

    /// <summary>A graph that casts ids to numbers and quantises them; gives the scales.</summary>
    private static InferenceSession Session(ConstantTensor least)
    {
        OnnxGraph borders = new("borders");
        borders.Output(borders.Input("input_ids"), "scales", 1);
        OnnxGraph nodes = new("nodes");
        string value = nodes.Add("Cast", ["input_ids"], ("to", (long)TensorType.Float32));
        nodes.AddAs(["bytes", "found"], RowOperators.Quantize, RowOperators.Domain, [value, nodes.Tensor("least", least)]);
        nodes.AddAs("scales", "Identity", ["found"]);
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            new OnnxFile(borders).Write(folder, null, CancellationToken.None);
            byte[] model = StoredGraph.Read(File.ReadAllBytes(Path.Combine(folder, OnnxFile.FileName)))
                .With(nodes, new HashSet<string>(), null);
            using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            RowOperators.AddTo(options);
            return new InferenceSession(model, options);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] Run(InferenceSession session, long[] shape)
    {
        using RunOptions run = new();
        long[] ids = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => (long)i)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["input_ids"], [input], ["scales"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
