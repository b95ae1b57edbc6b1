namespace FaqBot.Apis.Embedding;

/// <summary>Texts that were encoded.</summary>
/// <param name="Vectors">A unit vector for each.</param>
/// <param name="Lengths">The length that each vector had before.</param>
/// <param name="Queued">How long a text waited, on average.</param>
/// <param name="Computed">How long the model took for a text's batch, on average.</param>
internal sealed record EncodedTexts(
    IReadOnlyList<ReadOnlyMemory<float>> Vectors, IReadOnlyList<float> Lengths, TimeSpan Queued, TimeSpan Computed);
