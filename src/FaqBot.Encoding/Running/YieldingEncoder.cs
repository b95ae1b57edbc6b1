namespace FaqBot.Encoding.Running;

/// <summary>Encodes large amounts for those who are not in a hurry, and lets texts of others go first while these wait.</summary>
/// <remarks>Thread-safe. The vectors are those of the encoder. However much others have to do, a part is done each second.</remarks>
/// <param name="encoder">The encoder, which stays its caller's.</param>
/// <param name="leastWait">Tells how long texts of others have to wait at least.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class YieldingEncoder(IEncoder encoder, Func<TimeSpan> leastWait, TimeProvider time) : IEncoder
{
    /// <summary>Texts of a part.</summary>
    internal const int PartTexts = 256;

    // Above, others wait for more than the batches that are being encoded.
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(25);

    /// <summary>How often it is looked whether others still wait, and for how long at most.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), MostPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public EncoderIdentity Identity => encoder.Identity;

    /// <inheritdoc />
    public async ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken)
    {
        await CalmAsync(cancellationToken);
        return await encoder.EncodeAsync(text, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        await CalmAsync(cancellationToken);
        if (texts.Count <= PartTexts)
        {
            return await encoder.EncodeAsync(texts, progress, cancellationToken);
        }

        int dimensions = Identity.Dimensions;
        float[] vectors = new float[texts.Count * dimensions];

        // Texts of about the same length share a part, as they share a batch within it.
        foreach (int[] part in Enumerable.Range(0, texts.Count).OrderBy(index => texts[index].Length).Chunk(PartTexts))
        {
            await CalmAsync(cancellationToken);
            float[] encoded = await encoder.EncodeAsync([.. part.Select(index => texts[index])], progress, cancellationToken);
            for (int i = 0; i < part.Length; i++)
            {
                encoded.AsSpan(i * dimensions, dimensions).CopyTo(vectors.AsSpan(part[i] * dimensions));
            }
        }

        return vectors;
    }

    private async ValueTask CalmAsync(CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < MostPause && leastWait() > Calm; waited += Pause)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
