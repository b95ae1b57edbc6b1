using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>A cross-encoder and the turns that requests take with it.</summary>
/// <param name="Model">The cross-encoder.</param>
/// <param name="Turns">The turns.</param>
internal sealed record Reranker(CrossEncoder Model, Turns Turns) : IDisposable
{
    /// <summary>Reads stored questions beside what was asked: a <see cref="PairScorer"/>.</summary>
    /// <inheritdoc cref="PairScorer" path="/param | /returns | /exception" />
    public async ValueTask<float[]> ScoreAsync(
        FaqCatalog catalog, AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken) =>
        await ScoreAsync(asked.Text, Reranking.TextsOf(catalog, rows), cancellationToken);

    /// <summary>Scores texts against a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The model's own numbers, in the order of the texts; greater fits better.</returns>
    /// <exception cref="BusyException">Too many requests are waiting.</exception>
    public Task<float[]> ScoreAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken) => Turns.RunAsync(
        () =>
        {
            float[] scores = new float[texts.Count];
            Model.Score(query, texts, scores, cancellationToken);
            return scores;
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        Turns.Dispose();
        Model.Dispose();
    }
}
