using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Weights that stay in the safetensors files; ONNX Runtime widens and joins them once, when it loads the graph.</summary>
internal sealed class ReferencedWeights : IWeightWriter
{
    /// <inheritdoc />
    public string Rows(OnnxGraph graph, string name, CheckpointTensor table, string ids) =>
        graph.Add("Gather", [Floats(graph, name, table), ids]);

    /// <inheritdoc />
    public string Floats(OnnxGraph graph, string name, params CheckpointTensor[] parts)
    {
        string[] floats = [.. parts.Select(part => Float(graph, part))];
        return floats.Length == 1 ? floats[0] : graph.Add("Concat", floats, ("axis", 0L));
    }

    /// <inheritdoc />
    public string Positions(OnnxGraph graph, CheckpointTensor positions, CheckpointTensor? types)
    {
        string table = Float(graph, positions);
        return types is null
            ? table
            : graph.Add("Add", [table, graph.Add("Gather", [Float(graph, types), graph.Constant(ConstantTensor.Of(0))])]);
    }

    /// <inheritdoc />
    public string Product(OnnxGraph graph, string name, ProductInput input, params CheckpointTensor[] weights) =>
        graph.Add("Gemm", [input.Value, Floats(graph, name, weights)], ("transB", 1L));

    private static string Float(OnnxGraph graph, CheckpointTensor tensor)
    {
        string stored = graph.Tensor($"{tensor.File.Name}:{tensor.Stored.Name}", new ReferencedTensor(tensor));
        return tensor.Stored.Type == TensorType.Float32 ? stored : graph.Add("Cast", [stored], ("to", (long)TensorType.Float32));
    }
}
