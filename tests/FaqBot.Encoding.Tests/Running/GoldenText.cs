using System.Numerics.Tensors;
using System.Text.Json;

namespace FaqBot.Encoding.Tests.Running;

/// <summary>A text and its unit vector, as the reference implementation gives it.</summary>
internal sealed record GoldenText(string Text, float[] Embedding)
{
    public static GoldenText[] Of(string model) =>
    [
        .. File.ReadLines(Repository.SharedFile("fixtures", "models", model, "golden.jsonl"))
            .Select(line => JsonSerializer.Deserialize<GoldenText>(line, JsonSerializerOptions.Web)!),
    ];

    /// <summary>Greatest difference of a component.</summary>
    public float DistanceTo(ReadOnlySpan<float> vector)
    {
        float[] difference = new float[vector.Length];
        TensorPrimitives.Subtract(vector, Embedding, difference);
        return Math.Abs(difference[TensorPrimitives.IndexOfMaxMagnitude<float>(difference)]);
    }
}
