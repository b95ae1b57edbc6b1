using System.Diagnostics;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Vectors;
using FaqBot.Engine;

namespace FaqBot.Apis.Embedding;

/// <summary>Encodes prepared texts.</summary>
internal static class Embedder
{
    /// <summary>Encodes texts.</summary>
    /// <param name="engine">What encodes.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>A unit vector for each text.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EncodeAsync(
        LoadedEngine engine, PreparedTexts texts, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        float[] vectors = engine.Encoder is SharedEncoder encoder
            ? await encoder.EncodeTokensAsync(texts.Ids, null, cancellationToken)
            : await engine.Encoder.EncodeAsync(texts.Texts, null, cancellationToken);
        int count = texts.IsCut.Count, dimensions = engine.Identity.Dimensions;
        EmbeddingMetrics.Encoded(count, Stopwatch.GetElapsedTime(started));
        return [.. Enumerable.Range(0, count).Select(row => new ReadOnlyMemory<float>(vectors, row * dimensions, dimensions))];
    }

    /// <summary>Shortens a vector to its first components.</summary>
    /// <param name="vector">A unit vector.</param>
    /// <param name="dimensions">How many components to keep; null for all.</param>
    /// <param name="normalize">Whether the result has unit length again.</param>
    /// <returns>The vector.</returns>
    public static ReadOnlyMemory<float> Shorten(ReadOnlyMemory<float> vector, int? dimensions, bool normalize = true)
    {
        if (dimensions is not { } count || count == vector.Length)
        {
            return vector;
        }

        float[] shortened = vector.Span[..count].ToArray();
        if (normalize)
        {
            UnitLength.Make(shortened);
        }

        return shortened;
    }
}
