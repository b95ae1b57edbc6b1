using FaqBot.Encoding.Vectors;
using Microsoft.Extensions.AI;

namespace FaqBot.Encoding.Running;

/// <summary>An encoder as the <c>Microsoft.Extensions.AI</c> abstraction, for programs that embed texts through it.</summary>
/// <remarks>Thread-safe. Vectors have unit length; <see cref="EmbeddingGenerationOptions.Dimensions"/> keeps the first
/// components.</remarks>
public sealed class EncoderGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly IEncoder _encoder;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Wraps an encoder.</summary>
    /// <param name="encoder">The encoder, which stays its caller's.</param>
    public EncoderGenerator(IEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _encoder = encoder;
        _metadata = new EmbeddingGeneratorMetadata("faqbot", providerUri: null, encoder.Identity.Name, encoder.Identity.Dimensions);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">More dimensions are asked for than the model has.</exception>
    /// <exception cref="NotSupportedException">Another model is asked for.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        int width = _encoder.Identity.Dimensions;
        int kept = options?.Dimensions ?? width;
        ArgumentOutOfRangeException.ThrowIfLessThan(kept, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, width, nameof(options));
        if (options?.ModelId is { } model && model != _encoder.Identity.Name)
        {
            throw new NotSupportedException(
                $"Found model '{model}', expected '{_encoder.Identity.Name}' or none: this generator has no other.");
        }

        string[] texts = [.. values];
        float[] vectors = await _encoder.EncodeAsync(texts, null, cancellationToken);
        GeneratedEmbeddings<Embedding<float>> embeddings = new(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            float[] vector = vectors.AsSpan(i * width, kept).ToArray();
            if (kept < width)
            {
                UnitLength.Make(vector);
            }

            embeddings.Add(new Embedding<float>(vector) { ModelId = _encoder.Identity.Name });
        }

        return embeddings;
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_encoder) ? _encoder
            : null;
    }

    /// <summary>Does nothing: the encoder is not owned.</summary>
    public void Dispose()
    {
    }
}
