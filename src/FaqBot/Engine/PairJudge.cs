using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>A judge and the turns that requests take with it.</summary>
/// <param name="Questions">The judge.</param>
/// <param name="Turns">The turns.</param>
internal sealed record PairJudge(QuestionJudge Questions, Turns Turns) : IDisposable
{
    /// <summary>Reads stored questions beside what was asked: a <see cref="PairScorer"/>.</summary>
    /// <inheritdoc cref="PairScorer" path="/param | /returns | /exception" />
    public async ValueTask<float[]> ScoreAsync(
        FaqCatalog catalog, AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        JudgedText[] stored = await Questions.ReadAsync(catalog, asked, rows, cancellationToken);
        return await Turns.RunAsync(() => Questions.Score(asked, stored), cancellationToken);
    }

    /// <summary>Says of pairs whether both texts want the same answer.</summary>
    /// <param name="pairs">The pairs, as the judge reads their texts.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>A logit a pair, averaged over both directions: above 0 more likely the same than not.</returns>
    /// <exception cref="BusyException">Too many requests are waiting.</exception>
    public Task<double[]> ScoreBothWaysAsync(
        IReadOnlyList<(JudgedText First, JudgedText Second)> pairs, CancellationToken cancellationToken) => Turns.RunAsync(
        () => pairs.Select(pair =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] logits = Questions.Score([pair, (pair.Second, pair.First)]);
            return (logits[0] + logits[1]) / 2.0;
        }).ToArray(),
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        Turns.Dispose();
        Questions.Dispose();
    }
}
