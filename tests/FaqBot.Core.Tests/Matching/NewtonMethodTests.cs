using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class NewtonMethodTests
{
    /// <summary>Of three features of an entry; the last is the constant of "none".</summary>
    private static readonly double[] Known = [1.5, -1, 0.5, 0.75];

    [Fact]
    public void Maximize_conditional_logit_with_none_gives_known_weights_back() =>
        Assert.All(Fit(new double[4]).Zip(Known), pair => Assert.Equal(pair.Second, pair.First, 0.08));

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    [InlineData(300)]
    public void Maximize_from_a_start_far_away_comes_to_the_same_place(double start)
    {
        double[] near = Fit(new double[4]), far = Fit([.. Enumerable.Repeat(start, 4)]);
        Assert.All(far.Zip(near), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    [Fact]
    public void Maximize_fixed_weights_stay_and_the_others_are_the_best_beside_them()
    {
        double[] found = Fit([0, -1, 0, 0.75], [false, true, false, true]);
        Assert.Equal((-1, 0.75), (found[1], found[3]));
        Assert.Equal(Known[0], found[0], 0.08);
        Assert.Equal(Known[2], found[2], 0.08);

        // Fixed where they are wrong, they stay all the same.
        double[] wrong = Fit([0, 2, 0, 0], [false, true, false, false]);
        Assert.Equal(2, wrong[1]);
        Assert.NotEqual(Known[0], wrong[0], 0.1);
    }

    [Fact]
    public void Maximize_all_fixed_is_the_prior() => Assert.Equal(
        [1, 2, 3, 4], Fit([1, 2, 3, 4], [true, true, true, true]));

    [Fact]
    public void Maximize_strong_prior_holds_the_weights_but_the_free_ones()
    {
        double[] held = Fit(new double[4], precision: 1e7), free = Fit(new double[4], precision: 1e7, firstFree: 1);
        Assert.All(held, weight => Assert.Equal(0, weight, 0.01));
        Assert.True(free[0] > 0.5);
        Assert.All(free[1..], weight => Assert.Equal(0, weight, 0.01));
    }

    private static double[] Fit(double[] prior, bool[]? isFixed = null, double precision = 1e-3, int firstFree = 0)
    {
        (double[][] Alternatives, int Right)[] samples = Draw();
        return NewtonMethod.Maximize(
            prior, precision, firstFree,
            (weights, derivatives) =>
            {
                foreach ((double[][] alternatives, int right) in samples)
                {
                    derivatives.AddConditionalLogit(alternatives, right, 1, weights);
                }
            },
            isFixed);
    }

    private static (double[][] Alternatives, int Right)[] Draw()
    {
        Random random = new(17);
        return
        [
            .. Enumerable.Range(0, 20_000).Select(_ =>
            {
                double[][] alternatives =
                [
                    .. Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                        new[] { random.NextDouble() * 3, random.NextDouble() * 3, random.NextDouble() * 3, 0 }),
                    [0, 0, 0, 1],
                ];
                double[] shares = [.. alternatives.Select(features => Math.Exp(features.Zip(Known, (one, other) => one * other).Sum()))];
                double draw = random.NextDouble() * shares.Sum();
                int right = 0;
                while (right < shares.Length - 1 && draw >= shares[right])
                {
                    draw -= shares[right++];
                }

                return (alternatives, right);
            }),
        ];
    }
}
