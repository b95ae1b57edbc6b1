using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>float32 weights inside the graph's file.</summary>
internal sealed class Float32Weights : IWeightWriter
{
    /// <inheritdoc />
    public string Rows(OnnxGraph graph, string name, CheckpointTensor table, string ids) =>
        graph.Add("Gather", [Floats(graph, name, table), ids]);

    /// <inheritdoc />
    public string Floats(OnnxGraph graph, string name, params CheckpointTensor[] parts) =>
        graph.Tensor(name, new FloatTensor(parts, [parts.Sum(part => part.Rows), .. parts[0].Stored.Shape.Skip(1)]));

    /// <inheritdoc />
    public string Positions(OnnxGraph graph, CheckpointTensor positions, CheckpointTensor? types) =>
        graph.Tensor("positions", new FloatTensor([positions], positions.Stored.Shape, types));

    /// <inheritdoc />
    public string Product(OnnxGraph graph, string name, ProductInput input, params CheckpointTensor[] weights) =>
        graph.Add("Gemm", [input.Value, Floats(graph, name, weights)], ("transB", 1L));
}
