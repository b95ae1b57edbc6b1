using FaqBot.Encoding.Running;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Embedding;

/// <summary>A service, and the same encoder in the tests' own process.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class EmbeddingService(SampleDatabase sample) : SampleService(sample), IAsyncLifetime
{
    private TextEncoder? _encoder;

    /// <summary>What the service's vectors are compared with.</summary>
    public TextEncoder Encoder => _encoder ??= TextEncoder.Load(Repository.BundledModel, new EncoderOptions());

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        _encoder?.Dispose();
        await DisposeAsync();
    }

    /// <summary>A text's vector.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The unit vector.</returns>
    public float[] Encode(string text)
    {
        float[] vector = new float[Encoder.Dimensions];
        Encoder.Encode(text, vector);
        return vector;
    }

    /// <summary>Compares vectors by component.</summary>
    /// <param name="expected">The expected vector.</param>
    /// <param name="found">The found one.</param>
    public static void AssertNear(IReadOnlyList<float> expected, IReadOnlyList<float> found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.InRange(expected.Zip(found, (one, other) => MathF.Abs(one - other)).Max(), 0, 1e-4f);
    }
}

[CollectionDefinition(Name)]
public sealed class EmbeddingCollection : ICollectionFixture<EmbeddingService>
{
    public const string Name = "embedding";
}
