using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>A judge, the encoder whose states it reads, and the turns that requests take with both.</summary>
/// <param name="Model">The judge.</param>
/// <param name="Encoder">The encoder.</param>
/// <param name="Turns">The turns.</param>
internal sealed record PairJudge(Judge Model, TextEncoder Encoder, Turns Turns) : IDisposable
{
    /// <summary>Says of pairs whether both texts want the same answer.</summary>
    /// <param name="pairs">The pairs, each text as the encoder takes it.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>A logit a pair, averaged over both directions: above 0 more likely the same than not.</returns>
    /// <exception cref="BusyException">Too many requests are waiting.</exception>
    public Task<double[]> ScoreAsync(IReadOnlyList<(string First, string Second)> pairs, CancellationToken cancellationToken) =>
        Turns.RunAsync(
        () => pairs.Select(pair =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<JudgedText> texts = JudgedText.Encode(Encoder, [pair.First, pair.Second]);
            float[] logits = new float[2];
            Model.Score([(texts[0], texts[1]), (texts[1], texts[0])], logits);
            return (logits[0] + logits[1]) / 2.0;
        }).ToArray(),
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        Turns.Dispose();
        Model.Dispose();
    }
}
