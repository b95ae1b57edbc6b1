using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Core.Matching;

/// <summary>Turns the best entries of a question into one distribution: a probability for each, and the rest for "none of them".</summary>
/// <remarks>
/// A conditional logit (D. McFadden, Conditional Logit Analysis of Qualitative Choice Behavior, 1973) in which "none of them" is one more
/// alternative: e^score over the sum of all. Entries exclude each other, so that four equal ones get a quarter each at most. Immutable and
/// thread-safe.
/// </remarks>
public sealed record ShareWeights
{
    private static readonly string[] EntryNames = [.. ShareFeatures.OfEntry, .. ShareFeatures.OfFew.Select(Few)];
    private static readonly string[] NoneNames = [.. ShareFeatures.OfNone, .. ShareFeatures.OfNoneOfFew.Select(Few)];

    // Two or more fit a question as well as it is worded.
    private const double MostOfOpen = 0.5;

    private readonly double[] _entry, _none;

    /// <summary>Holds weights by the names of their features.</summary>
    /// <param name="entry">Of what speaks for an entry.</param>
    /// <param name="none">Of what speaks for none of them.</param>
    /// <exception cref="JsonException">A feature has no weight, or a weight no feature.</exception>
    [JsonConstructor]
    public ShareWeights(IReadOnlyDictionary<string, double> entry, IReadOnlyDictionary<string, double> none)
    {
        _entry = Ordered(entry, EntryNames);
        _none = Ordered(none, NoneNames);
    }

    private ShareWeights(double[] weights)
    {
        _entry = weights[..EntryNames.Length];
        _none = weights[EntryNames.Length..];
    }

    /// <summary>Number of all weights.</summary>
    internal static int Count => EntryNames.Length + NoneNames.Length;

    /// <summary>The names of all features in the order of <see cref="ToArray"/>.</summary>
    internal static IEnumerable<string> Names => [.. EntryNames, .. NoneNames];

    /// <summary>Weights of what speaks for an entry, by feature.</summary>
    public IReadOnlyDictionary<string, double> Entry => Named(EntryNames, _entry);

    /// <summary>Weights of what speaks for none of them, by feature.</summary>
    public IReadOnlyDictionary<string, double> None => Named(NoneNames, _none);

    /// <summary>Gives the probability of each entry.</summary>
    /// <param name="contenders">The best entries.</param>
    /// <param name="judged">Whether a judge has read the best of them.</param>
    /// <returns>A probability each, 0…1, in the same order; the rest to 1 is that of "none of them".</returns>
    public double[] Of(Contenders contenders, bool judged)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        double[] shares =
        [
            .. ShareFeatures.OfEntries(contenders, judged).Select(features => TensorPrimitives.Dot<double>(features, _entry)),
            TensorPrimitives.Dot<double>(ShareFeatures.OfNoneOf(contenders), _none),
        ];
        Softmax.Apply(shares);
        foreach (int open in ShareFeatures.LeftOpen(contenders, shares))
        {
            shares[open] = Math.Min(shares[open], MostOfOpen);
        }

        return shares[..^1];
    }

    /// <inheritdoc />
    public bool Equals(ShareWeights? other) => other is not null && ToArray().AsSpan().SequenceEqual(other.ToArray());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_entry[0], _none[0]);

    /// <summary>All weights, those of an entry first.</summary>
    internal double[] ToArray() => [.. _entry, .. _none];

    /// <summary>Weights in the order of <see cref="ToArray"/>.</summary>
    internal static ShareWeights Of(IReadOnlyList<double> weights) => new([.. weights.Select(weight => Math.Round(weight, 6))]);

    /// <summary>The features of all alternatives side by side, "none of them" last: what a fit of all weights takes.</summary>
    internal static double[][] AlternativesOf(Contenders contenders, bool judged) =>
    [
        .. ShareFeatures.OfEntries(contenders, judged).Select(features => (double[])[.. features, .. new double[NoneNames.Length]]),
        [.. new double[EntryNames.Length], .. ShareFeatures.OfNoneOf(contenders)],
    ];

    /// <summary>Which weights count in knowledge bases of few questions an entry only.</summary>
    internal static bool[] AreOfFew() =>
    [
        .. EntryNames.Select((_, i) => i >= ShareFeatures.OfEntry.Count), .. NoneNames.Select((_, i) => i >= ShareFeatures.OfNone.Count),
    ];

    private static string Few(string feature) => "few." + feature;

    private static SortedDictionary<string, double> Named(string[] names, double[] weights) =>
        new(names.Zip(weights).ToDictionary(pair => pair.First, pair => pair.Second), StringComparer.Ordinal);

    private static double[] Ordered(IReadOnlyDictionary<string, double>? weights, string[] names)
    {
        if (weights is null)
        {
            throw new JsonException($"found no weights, expected {string.Join(", ", names)}");
        }

        string[] different = [.. names.Except(weights.Keys), .. weights.Keys.Except(names)];
        return different.Length == 0
            ? [.. names.Select(name => weights[name])]
            : throw new JsonException($"found other weights than expected: {string.Join(", ", different)}");
    }
}

/// <summary>The distribution where a judge has read the best entries beside the question.</summary>
/// <param name="ModelFingerprint">Fingerprint of the judge that the weights belong to.</param>
/// <param name="Weights">The weights.</param>
public sealed record JudgedShares(string ModelFingerprint, ShareWeights Weights);
