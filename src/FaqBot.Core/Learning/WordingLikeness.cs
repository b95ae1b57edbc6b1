using System.Numerics.Tensors;
using FaqBot.Core.Answering;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Learning;

/// <summary>How alike two wordings are: as their vectors say, and no more than a judge believes who reads both.</summary>
/// <remarks>Of the ways to weigh the two this kept near misses apart best (training set of near misses that the judge has not seen). Beyond
/// <see cref="MostPairs"/> deciding words stand in for the judge, who takes milliseconds for a pair.</remarks>
internal sealed class WordingLikeness(QuestionJudge? judge, AskedWordings asked, SimilarityScale scale)
{
    // Few enough that requests, which wait for the same encoder, hardly notice.
    private const int PairsAtOnce = 32;

    /// <summary>Most pairs that the judge reads.</summary>
    public const int MostPairs = 20_000;

    private readonly string[] _texts = [.. asked.Wordings.Select(wording => TextNormalizer.ForEncoding(wording.Text))];

    /// <summary>How alike pairs are: a <see cref="PairLikeness"/>.</summary>
    public async ValueTask<double[]> OfAsync(IReadOnlyList<(int First, int Second)> pairs, CancellationToken cancellationToken)
    {
        if (judge is null)
        {
            return [.. pairs.Select(WithoutJudge)];
        }

        List<double> likenesses = new(pairs.Count);
        foreach ((int First, int Second)[] few in pairs.Take(MostPairs).Chunk(PairsAtOnce))
        {
            int[] rows = [.. few.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
            JudgedText[] read = await judge.ReadAsync(
                [.. rows.Select(row => _texts[row])], LoadPolicy.Evaluation, cancellationToken);
            Dictionary<int, JudgedText> texts = rows.Zip(read).ToDictionary(pair => pair.First, pair => pair.Second);
            float[] there = judge.Score([.. few.Select(pair => (texts[pair.First], texts[pair.Second]))]);
            float[] back = judge.Score([.. few.Select(pair => (texts[pair.Second], texts[pair.First]))]);
            likenesses.AddRange(few.Select((pair, i) =>
                Math.Min(SimilarityOf(pair), 1 / (1 + Math.Exp(-(there[i] + back[i]) / 2.0)))));
        }

        likenesses.AddRange(pairs.Skip(MostPairs).Select(WithoutJudge));
        return [.. likenesses];
    }

    /// <summary>The same without a judge.</summary>
    private double WithoutJudge((int First, int Second) pair) =>
        DecidingDifference.IsBetween(_texts[pair.First], _texts[pair.Second]) ? 0 : SimilarityOf(pair);

    private double SimilarityOf((int First, int Second) pair) =>
        scale.Of(TensorPrimitives.Dot(asked.Vectors[pair.First], asked.Vectors[pair.Second]));
}
