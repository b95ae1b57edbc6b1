namespace FaqBot.Encoding.Running;

/// <summary>Vectors of texts, and how they were made.</summary>
/// <param name="Vectors">The unit vectors in the order of the texts, row-major [texts × dimensions].</param>
/// <param name="Lengths">The length that each vector had before it got unit length, [texts].</param>
/// <param name="Queued">How long a text waited for its run, on average.</param>
/// <param name="Computed">How long a text's run took, on average.</param>
public sealed record TimedVectors(float[] Vectors, float[] Lengths, TimeSpan Queued, TimeSpan Computed);
