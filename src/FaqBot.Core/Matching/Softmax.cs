using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>Turns scores into shares of one: e^score over the sum of all.</summary>
internal static class Softmax
{
    /// <summary>Turns scores into shares, in place.</summary>
    /// <param name="scores">The scores, at least one.</param>
    public static void Apply(Span<double> scores)
    {
        // Only differences count, and e^710 is beyond what a number holds.
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<double>(scores), scores);
        TensorPrimitives.SoftMax<double>(scores, scores);
    }
}
