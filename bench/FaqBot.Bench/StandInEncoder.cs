using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Stands in for an encoder where millions of questions are stored: of the real one it has the identity, and gives each text a
/// random direction of its own, whose cosines lie as the real one's do.</summary>
/// <param name="identity">The real encoder's.</param>
internal sealed class StandInEncoder(EncoderIdentity identity) : IEncoder
{
    public EncoderIdentity Identity => identity;

    public ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NearCatalog.Query(SeedOf(text), 0));

    public Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        float[] vectors = new float[texts.Count * identity.Dimensions];
        Parallel.For(0, texts.Count, row => NearCatalog.Query(SeedOf(texts[row]), 0).CopyTo(vectors, row * identity.Dimensions));
        progress?.Invoke(texts.Count);
        return Task.FromResult(vectors);
    }

    // The same in every run.
    private static int SeedOf(string text) => text.Aggregate(17, (seed, letter) => unchecked((seed * 31) + letter)) & 0xFFFFFF;
}
