namespace FaqBot.Encoding.Running;

/// <summary>Turns texts into unit vectors for callers that can wait: in this process, or by a service elsewhere.</summary>
/// <remarks>Thread-safe. A text's vector does not depend on what is encoded beside it.</remarks>
public interface IEncoder
{
    /// <summary>What makes vectors of this encoder comparable with stored ones.</summary>
    EncoderIdentity Identity { get; }

    /// <summary>Encodes one text.</summary>
    /// <param name="text">The text; what exceeds the model's length is cut off.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The unit vector, [dimensions].</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken);

    /// <summary>Encodes many texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Told from time to time how many more texts are done.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The unit vectors in the order of the texts, row-major [texts × dimensions].</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken);
}
