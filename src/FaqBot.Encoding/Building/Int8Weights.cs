using System.Runtime.InteropServices;
using FaqBot.Encoding.Operators;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>int8 weights with one scale an output; inputs of products are quantised per row, so that no row depends on another.</summary>
/// <remarks>Inputs become unsigned bytes from 1 to 255 with zero at 128, weights signed bytes within <see cref="PairLimit"/>.</remarks>
internal sealed class Int8Weights : IWeightWriter
{
    private readonly Float32Weights _floats = new();

    /// <summary>The zero points of as many rows as a value has, by the name of the value.</summary>
    private readonly Dictionary<string, string> _zeros = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Rows(OnnxGraph graph, string name, CheckpointTensor table, string ids)
    {
        RowQuantization rows = new([table]);
        string values = graph.Tensor(name, new Int8Tensor(rows));
        string scales = graph.Tensor(name + ".scales", new ScaleTensor(rows, [rows.Rows, 1]));
        string found = graph.Add("Cast", [graph.Add("Gather", [values, ids])], ("to", (long)TensorType.Float32));
        return graph.Add("Mul", [found, graph.Add("Gather", [scales, ids])]);
    }

    /// <inheritdoc />
    public string Floats(OnnxGraph graph, string name, params CheckpointTensor[] parts) => _floats.Floats(graph, name, parts);

    /// <inheritdoc />
    public string Positions(OnnxGraph graph, CheckpointTensor positions, CheckpointTensor? types) =>
        _floats.Positions(graph, positions, types);

    /// <inheritdoc />
    public string Product(OnnxGraph graph, string name, ProductInput input, params CheckpointTensor[] weights)
    {
        HadamardRotation? rotation = input.HasOutliers ? HadamardRotation.Of(weights[0].Columns) : null;
        RowQuantization rows = new(weights, rotation, input.Samples);
        string value = rotation is null ? input.Value : Rotate(graph, input.Value, rotation, rows.Columns);

        (string quantized, string scale) = Quantize(graph, value, input.Rows);

        // The operator knows one scale for all of its input: 1, and each row gets its own behind it.
        string product = graph.AddContributed("MatMulIntegerToFloat", [
            quantized, graph.Tensor(name, new TransposedInt8Tensor(rows)), graph.Constant(ConstantTensor.Scalar(1f)),
            graph.Tensor(name + ".scales", new ScaleTensor(rows, [rows.Rows])), graph.Constant(ConstantTensor.Scalar(RowKernels.Zero)),
            graph.Constant(ConstantTensor.Scalar((sbyte)0))]);
        return graph.Add("Mul", [product, scale]);
    }

    /// <summary>Quantises each row of a value by itself, to unsigned bytes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">float32 [rows × columns].</param>
    /// <param name="rows">A value of as many rows.</param>
    /// <returns>The bytes [rows × columns], and the scale of each row [rows × 1].</returns>
    private (string Bytes, string Scale) Quantize(OnnxGraph graph, string value, string rows)
    {
        // A row of zeros has scale zero: whatever its quantised values are, scaling back makes them zeros again.
        string greatest = graph.Add("ReduceMax", [graph.Add("Abs", [value]), graph.Constant(ConstantTensor.Of(1))]);
        string scale = graph.Add("Mul", [greatest, graph.Constant(ConstantTensor.Scalar(RowKernels.Step))]);
        string flatScale = graph.Add("Reshape", [scale, graph.Constant(ConstantTensor.Of(-1))]);
        return (graph.Add("QuantizeLinear", [value, flatScale, Zeros(graph, rows)], ("axis", 0L)), scale);
    }

    /// <summary>Rotates the rows of a value.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">float32, its last axis of <paramref name="columns"/>.</param>
    /// <param name="rotation">The rotation.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <returns>float32 [rows × columns].</returns>
    internal static string Rotate(OnnxGraph graph, string value, HadamardRotation rotation, int columns)
    {
        string matrix = graph.Constant(new ConstantTensor(
            TensorType.Float32, [rotation.Block, rotation.Block], MemoryMarshal.AsBytes(rotation.Matrix.AsSpan()).ToArray()));
        string blocks = graph.Add("Reshape", [value, graph.Constant(ConstantTensor.Of(-1, rotation.Block))]);
        return graph.Add("Reshape", [graph.Add("MatMul", [blocks, matrix]), graph.Constant(ConstantTensor.Of(-1, columns))]);
    }

    private string Zeros(OnnxGraph graph, string rows)
    {
        if (!_zeros.TryGetValue(rows, out string? zeros))
        {
            string count = graph.Add("Shape", "", [rows], 1, ("start", 0L), ("end", 1L))[0];
            zeros = graph.Add("Expand", [graph.Constant(ConstantTensor.Scalar(RowKernels.Zero)), count]);
            _zeros.Add(rows, zeros);
        }

        return zeros;
    }
}
