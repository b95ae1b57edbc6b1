using System.Diagnostics;
using System.Numerics.Tensors;
using FaqBot.Core.Answering;
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
    /// <returns>A vector for each text.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public static async Task<EncodedTexts> EncodeAsync(
        LoadedEngine engine, PreparedTexts texts, CancellationToken cancellationToken)
    {
        int count = texts.IsCut.Count, dimensions = engine.Identity.Dimensions;
        EmbeddingMetrics.Encoding(count);
        long started = Stopwatch.GetTimestamp();
        TimedVectors timed = engine.Encoder is SharedEncoder encoder
            ? await encoder.EncodeTokensAsync(texts.Ids, engine.Load.ShareOf(LoadKind.Embeddings, ""), null, cancellationToken)
            : new TimedVectors(
                await engine.Encoder.EncodeAsync(texts.Texts, null, cancellationToken),
                [.. Enumerable.Repeat(1f, count)],
                TimeSpan.Zero,
                Stopwatch.GetElapsedTime(started));
        EmbeddingMetrics.Encoded(count, texts.Tokenizing, timed.Queued, timed.Computed, Stopwatch.GetElapsedTime(started));
        return new EncodedTexts(
            [.. Enumerable.Range(0, count).Select(row => new ReadOnlyMemory<float>(timed.Vectors, row * dimensions, dimensions))],
            timed.Lengths,
            timed.Queued,
            timed.Computed);
    }

    /// <summary>Shortens a vector to its first components.</summary>
    /// <param name="vector">A unit vector.</param>
    /// <param name="dimensions">How many components to keep; null for all.</param>
    /// <returns>The vector, of unit length again.</returns>
    public static ReadOnlyMemory<float> Shorten(ReadOnlyMemory<float> vector, int? dimensions)
    {
        if (dimensions is not { } count || count == vector.Length)
        {
            return vector;
        }

        float[] shortened = vector.Span[..count].ToArray();
        UnitLength.Make(shortened);
        return shortened;
    }

    /// <summary>A vector as the model gave it, before it got unit length.</summary>
    /// <param name="texts">The encoded texts.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="dimensions">How many components to keep; null for all.</param>
    public static ReadOnlyMemory<float> Raw(EncodedTexts texts, int index, int? dimensions)
    {
        ReadOnlySpan<float> unit = texts.Vectors[index].Span;
        float[] raw = new float[dimensions ?? unit.Length];
        TensorPrimitives.Multiply(unit[..raw.Length], texts.Lengths[index], raw);
        return raw;
    }
}
