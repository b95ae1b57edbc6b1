using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Runs a few random texts through the transformer, to learn what goes into its products.</summary>
/// <remarks>
/// Good enough to weigh rounding errors by, not to encode: every activation is taken for GELU, by its approximation with a sigmoid. Adds in
/// one order however wide the processor's vectors are, so that the same checkpoint gives the same model everywhere.
/// </remarks>
internal sealed class SampleRun
{
    /// <summary>x · Φ(x) is about x / (1 + e^(−1.702 · x)).</summary>
    private const double Steepness = 1.702;

    /// <summary>64 tokens are a multiple of every vector's lanes.</summary>
    private const int Texts = 8;
    private const int Length = 8;
    private const int Tokens = Texts * Length;

    private readonly TransformerConfig _config;
    private readonly int _width;

    private SampleRun(TransformerConfig config)
    {
        _config = config;
        _width = config.HiddenSize;
    }

    /// <summary>Runs the texts.</summary>
    /// <returns>Of each layer, what goes into its products.</returns>
    public static IReadOnlyList<LayerSamples> Of(TransformerConfig config, TransformerWeights weights)
    {
        SampleRun run = new(config);
        float[] hidden = run.Embed(weights.Embeddings);
        List<LayerSamples> layers = [];
        foreach (LayerWeights layer in weights.Layers)
        {
            float[] attended = run.Attend(Multiply(hidden, layer.Query), Multiply(hidden, layer.Key), Multiply(hidden, layer.Value));
            float[] inner = run.AddAndNormalize(Multiply(attended, layer.Attended), hidden, layer.AttendedNorm);
            float[] output = Multiply(inner, layer.Inner);
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = (float)(output[i] / (1 + Math.Exp(-Steepness * output[i])));
            }

            layers.Add(new LayerSamples(hidden, attended, inner, output));
            hidden = run.AddAndNormalize(Multiply(output, layer.Output), inner, layer.OutputNorm);
        }

        return layers;
    }

    private float[] Embed(EmbeddingWeights tables)
    {
        Random random = new(1);
        float[] sum = new float[Tokens * _width], row = new float[_width];
        void Add(CheckpointTensor table, int from, int token)
        {
            table.Read(from, row);
            for (int i = 0; i < _width; i++)
            {
                sum[(token * _width) + i] += row[i];
            }
        }

        for (int token = 0; token < Tokens; token++)
        {
            // Vocabularies begin with their special and most frequent pieces, which are to be met more often.
            double place = random.NextDouble();
            Add(tables.Words, (int)(place * place * tables.Words.Rows), token);
            Add(tables.Positions, Math.Min(_config.PositionOffset + (token % Length), tables.Positions.Rows - 1), token);
            if (tables.Types is { } types)
            {
                Add(types, 0, token);
            }
        }

        return AddAndNormalize(sum, new float[sum.Length], tables.Norm);
    }

    private static float[] Multiply(float[] input, LinearWeights layer)
    {
        int width = input.Length / Tokens, rows = layer.Weight.Rows;
        float[] product = new float[Tokens * rows], bias = new float[rows];
        layer.Bias?.Read(0, bias);
        float[] weights = new float[Math.Max(1, TensorSink.ChunkLength / sizeof(float) / width) * width];
        for (int first = 0; first < rows; first += weights.Length / width)
        {
            int count = Math.Min(weights.Length / width, rows - first);
            layer.Weight.Read(first, weights.AsSpan(0, count * width));
            for (int row = 0; row < count; row++)
            {
                for (int token = 0; token < Tokens; token++)
                {
                    product[(token * rows) + first + row] =
                        Dot(input.AsSpan(token * width, width), weights.AsSpan(row * width, width)) + bias[first + row];
                }
            }
        }

        return product;
    }

    private float[] Attend(float[] query, float[] key, float[] value)
    {
        int head = _width / _config.Heads!.Value;
        float[] attended = new float[query.Length];
        double[] weights = new double[Length];
        for (int token = 0; token < Tokens; token++)
        {
            int text = token / Length * Length;
            for (int at = 0; at < _width; at += head)
            {
                ReadOnlySpan<float> asking = query.AsSpan((token * _width) + at, head);
                double total = 0;
                for (int other = 0; other < Length; other++)
                {
                    weights[other] = Dot(asking, key.AsSpan(((text + other) * _width) + at, head)) / Math.Sqrt(head);
                }

                double greatest = weights.Max();
                for (int other = 0; other < Length; other++)
                {
                    weights[other] = Math.Exp(weights[other] - greatest);
                    total += weights[other];
                }

                for (int other = 0; other < Length; other++)
                {
                    float weight = (float)(weights[other] / total);
                    for (int i = at; i < at + head; i++)
                    {
                        attended[(token * _width) + i] += weight * value[((text + other) * _width) + i];
                    }
                }
            }
        }

        return attended;
    }

    private float[] AddAndNormalize(float[] added, float[] hidden, NormWeights norm)
    {
        float[] scale = new float[_width], shift = new float[_width], result = new float[added.Length];
        norm.Scale.Read(0, scale);
        norm.Shift.Read(0, shift);
        for (int token = 0; token < added.Length; token += _width)
        {
            double sum = 0, squares = 0;
            for (int i = token; i < token + _width; i++)
            {
                result[i] = added[i] + hidden[i];
                sum += result[i];
                squares += (double)result[i] * result[i];
            }

            double mean = sum / _width;
            double deviation = Math.Sqrt(Math.Max(0, (squares / _width) - (mean * mean)) + _config.LayerNormEpsilon);
            for (int i = 0; i < _width; i++)
            {
                result[token + i] = ((float)((result[token + i] - mean) / deviation) * scale[i]) + shift[i];
            }
        }

        return result;
    }

    /// <summary>The dot product, added up in eight lanes wherever it runs.</summary>
    internal static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector256<float>> left = MemoryMarshal.Cast<float, Vector256<float>>(a);
        ReadOnlySpan<Vector256<float>> right = MemoryMarshal.Cast<float, Vector256<float>>(b);
        Vector256<float> even = default, odd = default;
        int i = 0;
        for (; i + 1 < left.Length; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }

        if (i < left.Length)
        {
            even += left[i] * right[i];
        }

        float sum = Vector256.Sum(even + odd);
        for (i = left.Length * Vector256<float>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}

/// <summary>What goes into the products of a layer for each sample token, row-major [tokens × width].</summary>
internal sealed record LayerSamples(float[] Attention, float[] Attended, float[] Inner, float[] Output);
