using System.Numerics.Tensors;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Running;

/// <summary>A dense layer behind the pooling, for graphs that do not hold it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class DenseLayer
{
    private readonly DenseModule _module;
    private readonly float[] _weights;
    private readonly float[]? _bias;

    private DenseLayer(DenseModule module, float[] weights, float[]? bias)
    {
        _module = module;
        _weights = weights;
        _bias = bias;
    }

    /// <summary>Reads the weights of a module.</summary>
    /// <returns>The layer; null with a fault.</returns>
    public static DenseLayer? Read(string folder, DenseModule module, ICollection<string> faults)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder, module.Path, faults);
        CheckpointTensor? weights = checkpoint.Find(["linear.weight"], [module.OutputSize, module.InputSize], faults);
        CheckpointTensor? bias = module.HasBias ? checkpoint.Find(["linear.bias"], [module.OutputSize], faults) : null;
        return weights is null
            || (module.HasBias && bias is null) ? null : new DenseLayer(module, Values(weights), bias is null ? null : Values(bias));
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">A vector, [input size].</param>
    /// <returns>The result, [output size].</returns>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        float[] output = new float[_module.OutputSize];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = TensorPrimitives.Dot(input, _weights.AsSpan(i * input.Length, input.Length)) + (_bias?[i] ?? 0);
        }

        switch (_module.Activation)
        {
            case DenseActivation.Tanh:
                TensorPrimitives.Tanh(output, output);
                break;
            case DenseActivation.Relu:
                TensorPrimitives.Max(output, 0, output);
                break;
            case DenseActivation.Sigmoid:
                TensorPrimitives.Sigmoid(output, output);
                break;
            case DenseActivation.Gelu:
                for (int i = 0; i < output.Length; i++)
                {
                    output[i] = output[i] * 0.5f * (1 + ErrorFunction(output[i] / MathF.Sqrt(2)));
                }

                break;
            default:
                break;
        }

        return output;
    }

    private static float[] Values(CheckpointTensor tensor)
    {
        float[] values = new float[tensor.Stored.Count];
        tensor.File.Read(tensor.Stored, 0, values);
        return values;
    }

    /// <summary>Abramowitz and Stegun, formula 7.1.26: off by at most 1.5e-7.</summary>
    private static float ErrorFunction(float x)
    {
        float t = 1 / (1 + (0.3275911f * MathF.Abs(x)));
        float polynomial = ((((((((1.061405429f * t) - 1.453152027f) * t) + 1.421413741f) * t) - 0.284496736f) * t) + 0.254829592f) * t;
        return MathF.CopySign(1 - (polynomial * MathF.Exp(-x * x)), x);
    }
}
