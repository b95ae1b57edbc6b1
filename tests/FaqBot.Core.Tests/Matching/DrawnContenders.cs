using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

/// <summary>Random contenders, and labels drawn for them by the distribution of known weights.</summary>
internal static class DrawnContenders
{
    /// <summary>Weights of about half a logit each.</summary>
    public static ShareWeights Weights(int seed)
    {
        Random random = new(seed);
        return ShareWeights.Of([.. Enumerable.Range(0, ShareWeights.Count).Select(_ => (random.NextDouble() * 2) - 1)]);
    }

    public static Contenders[] Draw(int count, int seed, bool judged)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random, judged))];
    }

    public static LabelledContenders[] Labelled(int count, int seed, ShareWeights weights, bool judged = false)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                Contenders contenders = Draw(random, judged);
                double draw = random.NextDouble();
                int right = Array.FindIndex(weights.Of(contenders, judged), share => (draw -= share) < 0);
                return new LabelledContenders(contenders, right, 1);
            }),
        ];
    }

    private static Contenders Draw(Random random, bool judged) => new(
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(entry => Draw(random, entry, judged))],
        random.Next(1, 30), random.NextDouble(), random.Next(1, 200), 1 + (random.NextDouble() * 14));

    private static Contender Draw(Random random, int entry, bool judged) => new(
        new EntryEvidence(entry, entry, Confidences.Evidence(random.NextDouble() * 2, random.Next(1, 20), random.NextDouble()) with
        {
            NegationDiffers = random.Next(2) == 0,
            Opposed = random.Next(2),
            OtherScript = random.Next(2) == 0,
        }),
        random.NextDouble() * 4,
        random.Next(4) == 0 ? null : new Differences
        {
            Rivals = [.. Enumerable.Repeat(("a", "b"), random.Next(3))],
            Agreements = random.Next(4),
            ConflictingValues = random.Next(2),
            LackingValues = random.Next(2),
            MissingValues = random.Next(2),
            EqualValues = random.Next(2),
            Reordered = random.Next(2) == 0,
        },
        random.Next(3))
    {
        Logits = judged && random.Next(3) > 0
            ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => (float)((random.NextDouble() * 4) - 2))] : [],
    };
}
