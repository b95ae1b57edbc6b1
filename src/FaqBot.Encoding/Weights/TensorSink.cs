namespace FaqBot.Encoding.Weights;

/// <summary>Takes bytes for a file, tells how far the build is, and stops when it is cancelled.</summary>
internal sealed class TensorSink(Stream stream, Action<int>? written, CancellationToken cancellationToken)
{
    /// <summary>Most bytes that a caller should hand over at once.</summary>
    public const int ChunkLength = 1 << 20;

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stream.Write(bytes);
        written?.Invoke(bytes.Length);
    }
}
