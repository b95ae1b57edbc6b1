using System.Collections.Concurrent;

namespace FaqBot.Core.Answering;

/// <summary>The vectors of one question: what several knowledge bases ask for is encoded once.</summary>
/// <remarks>Thread-safe: texts that are asked for at once are encoded at once.</remarks>
internal sealed class QuestionVectors
{
    private readonly ConcurrentDictionary<(string Fingerprint, string Text), float[]> _vectors = [];

    /// <summary>Encodes a text, or gives what it was encoded to before.</summary>
    public async ValueTask<float[]> OfAsync(LoadedEncoder encoder, string text, CancellationToken cancellationToken)
    {
        (string, string) key = (encoder.Identity.Fingerprint, text);
        return _vectors.TryGetValue(key, out float[]? vector)
            ? vector
            : _vectors[key] = await encoder.Encoder.EncodeAsync(text, cancellationToken);
    }
}
