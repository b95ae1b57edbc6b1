using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Tests.Building;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Write_graph_beyond_the_limit_puts_its_tensors_into_a_file_beside()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        List<string> faults = [];
        ModelDescription model = ModelDescription.Read(checkpoint);
        using Checkpoint weights = Checkpoint.Open(checkpoint, "", faults);
        TransformerWeights found = new WeightFinder(weights, model.Transformer, faults).Find(isCrossEncoder: false, [])!;
        OnnxFile one = new(TransformerGraph.Write(model, found, new Float32Weights()));
        OnnxFile two = new(TransformerGraph.Write(model, found, new Float32Weights()), largestFile: 20_000);
        Assert.Equal(["model.onnx"], one.FileNames);
        Assert.Equal(["model.onnx", "model.onnx_data"], two.FileNames);

        one.Write(Directory.CreateDirectory(_temporary.File("one")).FullName, null, TestContext.Current.CancellationToken);
        two.Write(Directory.CreateDirectory(_temporary.File("two")).FullName, null, TestContext.Current.CancellationToken);

        Assert.Equal(one.Length, new FileInfo(_temporary.File("one/model.onnx")).Length);
        Assert.Equal(two.Length, new FileInfo(_temporary.File("two/model.onnx")).Length
            + new FileInfo(_temporary.File("two/model.onnx_data")).Length);
        Assert.True(new FileInfo(_temporary.File("two/model.onnx")).Length < 20_000);
        using BuiltModel whole = new(_temporary.File("one/model.onnx"));
        using BuiltModel split = new(_temporary.File("two/model.onnx"));
        Assert.Equal(whole.Run([[2, 50, 3]])[0], split.Run([[2, 50, 3]])[0]);
    }
}
