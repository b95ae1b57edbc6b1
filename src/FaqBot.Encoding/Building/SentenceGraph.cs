using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Writes what stands behind the transformer: pooling, dense layers and unit length, or the head of a classifier.</summary>
internal sealed class SentenceGraph(OnnxGraph graph, IWeightWriter writer)
{
    /// <summary>Pools token vectors.</summary>
    /// <param name="mode">How; the first token alone is chosen by the transformer.</param>
    /// <param name="hidden">float32 [batch × sequence × hidden].</param>
    /// <param name="mask">int64 [batch × sequence], 1 for a token and 0 for padding.</param>
    /// <param name="isScaled">Whether the length of the vector matters.</param>
    /// <returns>float32 [batch × hidden].</returns>
    public string Pool(PoolingMode mode, string hidden, string mask, bool isScaled)
    {
        if (mode == PoolingMode.Max)
        {
            string tokens = graph.Add("Unsqueeze", [graph.Add("Cast", [mask], ("to", (long)TensorType.Bool)), Axis(2)]);
            string kept = graph.Add("Where", [tokens, hidden, graph.Constant(ConstantTensor.Scalar(-1e9f))]);
            return graph.Add("ReduceMax", [kept, Axis(1)], ("keepdims", 0L));
        }

        string weights = graph.Add("Cast", [Weights(mode, mask)], ("to", (long)TensorType.Float32));
        string sum = graph.Add("MatMul", [graph.Add("Unsqueeze", [weights, Axis(1)]), hidden]);
        string pooled = graph.Add("Squeeze", [sum, Axis(1)]);
        if (!isScaled || mode == PoolingMode.LastToken)
        {
            return pooled;
        }

        string total = graph.Add("ReduceSum", [weights, Axis(1)]);
        return graph.Add("Div", [pooled, mode == PoolingMode.MeanSqrtLength ? graph.Add("Sqrt", [total]) : total]);
    }

    /// <summary>Applies the dense layers and brings the vector to unit length.</summary>
    public string Finish(string pooled, IReadOnlyList<DenseModule> modules, IReadOnlyList<LinearWeights> weights)
    {
        string vector = pooled;
        for (int i = 0; i < modules.Count; i++)
        {
            vector = Activate(Linear($"dense.{i}", vector, weights[i]), modules[i].Activation);
        }

        return graph.Add("LpNormalization", [vector], ("axis", -1L), ("p", 2L));
    }

    /// <summary>Applies the head of a classifier to the first token.</summary>
    public string Classify(string first, IReadOnlyList<LinearWeights> head) =>
        Linear("head.1", graph.Add("Tanh", [Linear("head.0", first, head[0])]), head[1]);

    private string Weights(PoolingMode mode, string mask)
    {
        switch (mode)
        {
            case PoolingMode.WeightedMean:
                return graph.Add("Mul", [mask, Places(mask)]);
            case PoolingMode.LastToken:
                string places = graph.Add("Mul", [mask, Places(mask)]);
                string last = graph.Add("ReduceMax", [places, Axis(1)]);
                return graph.Add("Cast",
                    [graph.Add("Equal", [graph.Add("Max", [places, graph.Constant(ConstantTensor.Scalar(1L))]), last])],
                        ("to", (long)TensorType.Int64));
            default:
                return mask;
        }
    }

    /// <summary>1, 2, 3, … along the sequence.</summary>
    private string Places(string mask)
    {
        string length = graph.Add("Gather", [graph.Add("Shape", [mask]), graph.Constant(ConstantTensor.Scalar(1L))]);
        string one = graph.Constant(ConstantTensor.Scalar(1L));
        return graph.Add("Range", [one, graph.Add("Add", [length, one]), one]);
    }

    private string Linear(string name, string input, LinearWeights weights)
    {
        string weight = writer.Floats(graph, name + ".weight", weights.Weight);
        string[] bias = weights.Bias is { } found ? [writer.Floats(graph, name + ".bias", found)] : [];
        return graph.Add("Gemm", [input, weight, .. bias], ("transB", 1L));
    }

    private string Activate(string value, DenseActivation activation) => activation switch
    {
        DenseActivation.Identity => value,
        DenseActivation.Tanh => graph.Add("Tanh", [value]),
        DenseActivation.Relu => graph.Add("Relu", [value]),
        DenseActivation.Gelu => graph.AddContributed("Gelu", [value]),
        DenseActivation.Sigmoid => graph.Add("Sigmoid", [value]),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    private string Axis(long axis) => graph.Constant(ConstantTensor.Of(axis));
}
